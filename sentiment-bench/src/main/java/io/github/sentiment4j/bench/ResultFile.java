package io.github.sentiment4j.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A file that {@link Measurement} wrote. */
record ResultFile(Map<?, ?> tree) {

  static ResultFile read(Path file) throws IOException {
    return new ResultFile((Map<?, ?>) Json.read(file));
  }

  String run(String name) {
    return get("run", name);
  }

  String machine(String name) {
    return get("machine", name);
  }

  String model(String name) {
    return get("model", name);
  }

  /** Results of one benchmark method, in the order in which they were measured. */
  List<Result> results(String method) {
    return ((List<?>) tree.get("results"))
        .stream()
            .map(result -> new Result((Map<?, ?>) result))
            .filter(result -> result.method().equals(method))
            .toList();
  }

  private String get(String part, String name) {
    return String.valueOf(((Map<?, ?>) tree.get(part)).get(name));
  }

  /** One result as JMH writes it. */
  record Result(Map<?, ?> tree) {

    String method() {
      String benchmark = (String) tree.get("benchmark");
      return benchmark.substring(benchmark.lastIndexOf('.') + 1);
    }

    String parameter(String name) {
      return (String) ((Map<?, ?>) tree.get("params")).get(name);
    }

    /** Callers. */
    long threads() {
      return (Long) tree.get("threads");
    }

    double mean() {
      return number(primary().get("score"));
    }

    /**
     * @param p such as {@code 50.0}
     */
    double percentile(String p) {
      return number(((Map<?, ?>) primary().get("scorePercentiles")).get(p));
    }

    /** Invocations that were timed. */
    long samples() {
      // (forks)(iterations)(different times)(time, how often)
      return flatten(primary().get("rawDataHistogram"), 3)
          .mapToLong(timeAndCount -> (Long) ((List<?>) timeAndCount).get(1))
          .sum();
    }

    boolean has(String secondary) {
      return secondaries().containsKey(secondary);
    }

    double secondary(String name) {
      return number(secondaryMetric(name).get("score"));
    }

    /** A secondary result of each iteration. */
    List<Double> iterations(String name) {
      return flatten(secondaryMetric(name).get("rawData"), 2).map(Result::number).toList();
    }

    private Map<?, ?> primary() {
      return (Map<?, ?>) tree.get("primaryMetric");
    }

    private Map<?, ?> secondaries() {
      return (Map<?, ?>) tree.get("secondaryMetrics");
    }

    private Map<?, ?> secondaryMetric(String name) {
      return (Map<?, ?>) secondaries().get(name);
    }

    private static Stream<?> flatten(Object lists, int levels) {
      Stream<?> stream = ((Collection<?>) lists).stream();
      return levels == 1 ? stream : stream.flatMap(list -> flatten(list, levels - 1));
    }

    private static double number(Object value) {
      return ((Number) value).doubleValue();
    }
  }
}
