package io.github.sentiment4j.evaluation;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.data.Categories;
import io.github.sentiment4j.evaluation.data.DropReason;
import io.github.sentiment4j.evaluation.data.LabelNames;
import io.github.sentiment4j.evaluation.data.LabelledFile;
import io.github.sentiment4j.evaluation.data.LabelledText;
import io.github.sentiment4j.evaluation.internal.source.Candidate;
import io.github.sentiment4j.evaluation.internal.source.SourceReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The labelled texts of a file, such as those of a prepared split. Duplicates are kept.
 *
 * @param file the file that was read
 * @param texts the texts in the order of the file
 * @param dropped the number of items without a text or a clear label, by reason
 */
public record LabelledTexts(Path file, List<LabelledText> texts, Map<DropReason, Long> dropped) {
  public LabelledTexts {
    texts = List.copyOf(texts);
    dropped = Map.copyOf(dropped);
  }

  /**
   * Reads a file.
   *
   * @param labels the meanings of labels other than positive, neutral and negative
   * @throws IOException if the file cannot be read
   * @throws SentimentException {@link ErrorCode#INVALID_DATA} if the file is not in its format, or
   *     has labels that are not known; the message lists all faults
   */
  public static LabelledTexts read(LabelledFile file, Map<String, Sentiment> labels)
      throws IOException {
    return read(file, new LabelNames(labels));
  }

  /** Reads a file like {@link #read(LabelledFile, Map)}; some labels may be ignored. */
  public static LabelledTexts read(LabelledFile file, LabelNames labels) throws IOException {
    SourceReader reader = new SourceReader(labels, Categories.DEFAULT);
    reader.read(file, Optional.empty());
    reader.requireNoFaults();
    return new LabelledTexts(
        file.file(), reader.candidates().stream().map(Candidate::text).toList(), reader.dropped());
  }

  /** Returns the number of texts of each label that occurs. */
  public Map<Sentiment, Integer> counts() {
    Map<Sentiment, Integer> counts = new EnumMap<>(Sentiment.class);
    texts.forEach(text -> counts.merge(text.label(), 1, Integer::sum));
    return counts;
  }

  /**
   * Checks the number of labels that occur.
   *
   * @param reason the end of the message
   * @throws SentimentException {@link ErrorCode#INVALID_DATA} if they are fewer than {@code fewest}
   */
  public void requireLabels(int fewest, String reason) {
    if (counts().size() < fewest) {
      throw new SentimentException(
          ErrorCode.INVALID_DATA,
          String.format(
              "%s: expected texts of at least %d labels, found %s%s; %s",
              file,
              fewest,
              describe(),
              describeDropped().map(left -> "; left out: " + left).orElse(""),
              reason));
    }
  }

  /** Returns a summary such as {@code 300 texts (100 positive, 120 neutral, 80 negative)}. */
  public String describe() {
    return String.format(Locale.ROOT, "%,d texts", texts.size())
        + counts().entrySet().stream()
            .map(
                count ->
                    String.format(Locale.ROOT, "%,d %s", count.getValue(), count.getKey().label()))
            .collect(Collectors.joining(", ", " (", ")"));
  }

  /** Returns a summary such as {@code 1,233 votes do not decide}; empty if nothing was dropped. */
  public Optional<String> describeDropped() {
    return dropped.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new TreeMap<>(dropped)
                .entrySet().stream()
                    .map(
                        reason ->
                            String.format(
                                Locale.ROOT,
                                "%,d %s",
                                reason.getValue(),
                                reason.getKey().description()))
                    .collect(Collectors.joining(", ")));
  }
}
