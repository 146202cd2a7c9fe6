package io.github.sentiment4j.cli.predict;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Names what is carried from the input to the output, beside what the output says itself. */
final class CarriedNames {
  /** What stands before a name that is taken. */
  private static final String PREFIX = "input_";

  private static final Set<String> OURS =
      Set.of(
          "input",
          "prediction",
          "probabilities",
          "positive",
          "neutral",
          "negative",
          "time_ms",
          "abstained",
          "truncated",
          "error",
          "error_code");

  private CarriedNames() {}

  /** Other names for columns or fields, where theirs are of the output itself or there already. */
  static List<String> names(List<String> names) {
    Set<String> taken = new HashSet<>(OURS);
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
