package io.github.sentiment4j.evaluation;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The labelled texts of a file as they are, such as those of a prepared split: no duplicates are
 * removed.
 *
 * @param texts in the order of the file
 * @param dropped items without a text or a clear label, by reason
 */
public record LabelledTexts(List<LabelledText> texts, Map<DropReason, Long> dropped) {
  /** Copies the lists. */
  public LabelledTexts {
    texts = List.copyOf(texts);
    dropped = Map.copyOf(dropped);
  }

  /**
   * Reads a file.
   *
   * @param labels what other labels than positive, neutral and negative mean
   * @throws IOException if it cannot be read
   * @throws SentimentException {@code INVALID_DATA} if it is not what it is said to be, or has
   *     labels that are not known; all that is wrong is in the message
   */
  public static LabelledTexts read(LabelledFile file, Map<String, Sentiment> labels)
      throws IOException {
    return read(file, new LabelNames(labels));
  }

  /** As {@link #read(LabelledFile, Map)}, where some labels may be ignored. */
  public static LabelledTexts read(LabelledFile file, LabelNames labels) throws IOException {
    SourceReader reader = new SourceReader(labels, Categories.DEFAULT);
    reader.read(file, Optional.empty());
    reader.requireNoFaults();
    return new LabelledTexts(
        reader.candidates().stream().map(Candidate::text).toList(), reader.dropped());
  }
}
