package io.github.sentiment4j.cli;

import io.github.sentiment4j.core.Sentiment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The labelled texts of a file.
 *
 * @param file its name
 * @param texts in its order; of at least two classes
 * @param ambiguous rows that were left out because their entities have different labels
 */
record LabelledData(String file, List<LabelledText> texts, int ambiguous) {
  private static final int FEWEST_CLASSES = 2;

  /** Copies the list. */
  LabelledData {
    texts = List.copyOf(texts);
  }

  /**
   * Reads everything.
   *
   * @throws InputException if a row cannot be read or its label is not known, with its line; if
   *     there are no texts; or if all have the same label
   */
  static LabelledData read(String file, TextSource source, LabelNames names) throws IOException {
    List<LabelledText> texts = new ArrayList<>();
    int ambiguous = 0;
    for (Optional<Entry> next = source.next(); next.isPresent(); next = source.next()) {
      Entry entry = next.get();
      if (entry.problem().isPresent()) {
        throw new InputException(file + ", " + entry.problem().get().message());
      }
      Optional<Sentiment> label = label(file, entry, names);
      if (label.isPresent()) {
        texts.add(new LabelledText(entry.text(), label.get(), entry.lastLine()));
      } else {
        ambiguous++;
      }
    }
    LabelledData data = new LabelledData(file, texts, ambiguous);
    data.requireClasses();
    return data;
  }

  private static Optional<Sentiment> label(String file, Entry entry, LabelNames names)
      throws InputException {
    try {
      return names.meaning(entry.label().orElseThrow());
    } catch (IllegalArgumentException e) {
      throw new InputException(file + ", line " + entry.lastLine() + ": " + e.getMessage());
    }
  }

  private void requireClasses() throws InputException {
    Map<Sentiment, Integer> counts = counts();
    if (texts.isEmpty()) {
      throw new InputException(
          file
              + ": expected labelled texts, found none"
              + (ambiguous == 0 ? "" : " whose entities have the same label"));
    }
    if (counts.size() < FEWEST_CLASSES) {
      throw new InputException(
          file
              + ": expected texts of at least two classes, found "
              + describe()
              + "; with one class every model that always says it is perfect");
    }
  }

  /** Such as {@code 300 texts (100 positive, 120 neutral, 80 negative)}. */
  String describe() {
    return counts().entrySet().stream()
        .map(
            count ->
                String.format(Locale.ROOT, "%,d %s", count.getValue(), Json.name(count.getKey())))
        .collect(
            Collectors.joining(", ", String.format(Locale.ROOT, "%,d texts (", texts.size()), ")"));
  }

  /** Texts of each label that occurs. */
  Map<Sentiment, Integer> counts() {
    Map<Sentiment, Integer> counts = new EnumMap<>(Sentiment.class);
    texts.forEach(text -> counts.merge(text.label(), 1, Integer::sum));
    return counts;
  }
}
