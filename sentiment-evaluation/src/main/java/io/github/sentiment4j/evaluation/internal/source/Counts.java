package io.github.sentiment4j.evaluation.internal.source;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts by name. */
final class Counts {
  private final Map<String, Long> counts = new TreeMap<>();

  void add(String name) {
    counts.merge(name, 1L, Long::sum);
  }

  void clear() {
    counts.clear();
  }

  /** Returns the counts, the largest first and equal ones by name. */
  Map<String, Long> sorted() {
    Map<String, Long> sorted = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
        .forEach(count -> sorted.put(count.getKey(), count.getValue()));
    return sorted;
  }
}
