package io.github.sentiment4j.cli.predict;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Names the columns or fields that are copied from the input beside the results. */
final class CarriedNames {
  /** The prefix of a name that is taken. */
  private static final String PREFIX = "input_";

  private CarriedNames() {}

  /**
   * Returns the names of columns or fields; one that is taken by the results or by another gets the
   * prefix.
   */
  static List<String> names(List<String> names) {
    Set<String> taken = new HashSet<>(CsvWriter.RESULTS);
    taken.add("probabilities");
    return names.stream()
        .map(
            name -> {
              String free = name;
              while (!taken.add(free)) {
                free = PREFIX + free;
              }
              return free;
            })
        .toList();
  }
}
