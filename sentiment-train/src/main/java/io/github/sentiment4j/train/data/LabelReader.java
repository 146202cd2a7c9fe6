package io.github.sentiment4j.train.data;

import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Understands labels and remembers those that it does not. */
final class LabelReader {
  private static final int MOST_SHOWN = 20;

  private final LabelNames names;
  private final Counts unknown = new Counts();

  LabelReader(LabelNames names) {
    this.names = names;
  }

  /** What the labels in some cells mean; those that nobody knows are only counted. */
  List<Sentiment> meanings(List<String> cells) {
    List<Sentiment> meanings = new ArrayList<>();
    for (String cell : cells) {
      for (String label : LabelNames.labels(cell)) {
        names.meaning(label).ifPresentOrElse(meanings::add, () -> unknown.add(label));
      }
    }
    return meanings;
  }

  /**
   * Checks that all labels so far were known.
   *
   * @throws SentimentException if not; the message lists the others
   */
  void requireKnown(Path file) {
    if (unknown.isEmpty()) {
      return;
    }
    Map<String, Long> all = unknown.sorted();
    String shown =
        all.entrySet().stream()
            .limit(MOST_SHOWN)
            .map(label -> InvalidData.quoted(label.getKey()) + " (" + label.getValue() + ")")
            .collect(Collectors.joining(", "));
    throw InvalidData.of(
        file,
        "expected the labels "
            + names
            + ", found others: "
            + shown
            + (all.size() > MOST_SHOWN ? " and " + (all.size() - MOST_SHOWN) + " more" : "")
            + "; say what they mean, such as --labels-map 0=negative,1=positive,2=neutral");
  }
}
