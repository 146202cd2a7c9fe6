package io.github.sentiment4j.cli.input;

import io.github.sentiment4j.cli.output.Table;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.LabelledTexts;
import io.github.sentiment4j.evaluation.data.DropReason;
import io.github.sentiment4j.evaluation.data.LabelNames;
import io.github.sentiment4j.evaluation.data.LabelledFile;
import io.github.sentiment4j.evaluation.data.LabelledText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The labelled texts that a model is asked about.
 *
 * @param file where they are
 * @param texts in its order; of at least two labels
 * @param dropped what was left out, by reason
 */
public record LabelledData(Path file, List<LabelledText> texts, Map<DropReason, Long> dropped) {
  /**
   * Reads a file.
   *
   * @param labels what labels mean
   * @throws IOException if it cannot be read
   * @throws SentimentException {@link ErrorCode#INVALID_DATA} if it is not what it is said to be,
   *     has labels that are not known, or fewer than two
   */
  static LabelledData read(LabelledFile file, LabelNames labels) throws IOException {
    LabelledTexts read = LabelledTexts.read(file, labels);
    LabelledData data = new LabelledData(file.file(), read.texts(), read.dropped());
    data.requireLabels(2, "with one label every model that always says it is perfect");
    return data;
  }

  /**
   * Checks how many labels there are.
   *
   * @throws SentimentException {@link ErrorCode#INVALID_DATA} if they are fewer, with the reason
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

  /** Shows what was read to people. */
  public void writeTo(Table table) throws IOException {
    table.row("data", file + ": " + describe());
    Optional<String> leftOut = describeDropped();
    if (leftOut.isPresent()) {
      table.row("left out", leftOut.get());
    }
  }

  /** Such as {@code 300 texts (100 positive, 120 neutral, 80 negative)}. */
  public String describe() {
    return String.format(Locale.ROOT, "%,d texts", texts.size())
        + counts().entrySet().stream()
            .map(
                count ->
                    String.format(Locale.ROOT, "%,d %s", count.getValue(), count.getKey().label()))
            .collect(Collectors.joining(", ", " (", ")"));
  }

  /** Such as {@code 1,233 votes do not decide}; empty if nothing was left out. */
  public Optional<String> describeDropped() {
    return dropped.isEmpty()
        ? Optional.empty()
        : Optional.of(
            dropped.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(
                    reason ->
                        String.format(
                            Locale.ROOT,
                            "%,d %s",
                            reason.getValue(),
                            reason.getKey().description()))
                .collect(Collectors.joining(", ")));
  }

  /** Texts of each label that occurs. */
  public Map<Sentiment, Integer> counts() {
    Map<Sentiment, Integer> counts = new EnumMap<>(Sentiment.class);
    texts.forEach(text -> counts.merge(text.label(), 1, Integer::sum));
    return counts;
  }
}
