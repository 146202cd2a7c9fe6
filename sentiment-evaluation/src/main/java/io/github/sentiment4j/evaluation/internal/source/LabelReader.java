package io.github.sentiment4j.evaluation.internal.source;

import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.evaluation.data.LabelNames;
import io.github.sentiment4j.evaluation.internal.InvalidData;
import io.github.sentiment4j.evaluation.internal.item.Faults;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Translates labels and counts those that are not known. */
final class LabelReader {
  private static final int MOST_SHOWN = 20;

  private final LabelNames names;
  private final Counts unknown = new Counts();
  private final Map<String, String> firstPlaces = new HashMap<>();

  LabelReader(LabelNames names) {
    this.names = names;
  }

  /**
   * Returns the meanings of the labels in some cells, without those to be ignored; unknown ones are
   * counted.
   *
   * @param place the place of the cells
   */
  List<Sentiment> meanings(List<String> cells, String place) {
    List<Sentiment> meanings = new ArrayList<>();
    for (String cell : cells) {
      for (String label : LabelNames.labels(cell)) {
        Optional<Sentiment> meaning = names.meaning(label);
        meaning.ifPresent(meanings::add);
        if (meaning.isEmpty() && !names.isIgnored(label)) {
          unknown.add(label);
          firstPlaces.putIfAbsent(label, place);
        }
      }
    }
    return meanings;
  }

  /** Returns whether cells hold labels and all of them are to be ignored. */
  boolean areIgnored(List<String> cells) {
    return !cells.isEmpty()
        && cells.stream()
            .flatMap(cell -> LabelNames.labels(cell).stream())
            .allMatch(names::isIgnored);
  }

  /** Adds a fault for the unknown labels of a file. */
  void requireKnown(Path file, Faults faults) {
    Map<String, Long> all = unknown.sorted();
    if (all.isEmpty()) {
      return;
    }
    String shown =
        all.entrySet().stream()
            .limit(MOST_SHOWN)
            .map(label -> describe(label.getKey(), label.getValue()))
            .collect(Collectors.joining(", "));
    faults.add(
        file
            + ": expected the labels "
            + names
            + ", found others: "
            + shown
            + (all.size() > MOST_SHOWN ? " and " + (all.size() - MOST_SHOWN) + " more" : "")
            + "; say what they mean, such as --labels-map 0=negative,1=positive,2=neutral, or that"
            + " they are to be ignored, such as --labels-map N/A=");
    unknown.clear();
    firstPlaces.clear();
  }

  private String describe(String label, long count) {
    return InvalidData.quoted(label)
        + " ("
        + count
        + (count == 1 ? ", " : ", from ")
        + firstPlaces.get(label)
        + ")";
  }
}
