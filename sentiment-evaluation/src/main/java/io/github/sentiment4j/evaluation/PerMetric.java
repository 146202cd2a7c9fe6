package io.github.sentiment4j.evaluation;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * One value for every metric. Immutable.
 *
 * @param values the values; no metric is missing
 */
public record PerMetric<T>(Map<Metric, T> values) {
  /**
   * Copies the map.
   *
   * @throws IllegalArgumentException if a metric is missing
   */
  public PerMetric {
    values = Map.copyOf(values);
    if (values.size() != Metric.values().length) {
      throw new IllegalArgumentException(
          "expected a value for every metric, found only those of " + values.keySet());
    }
  }

  /** Computes the value of each metric. */
  public static <T> PerMetric<T> of(Function<Metric, T> value) {
    Map<Metric, T> values = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      values.put(metric, value.apply(metric));
    }
    return new PerMetric<>(values);
  }

  /** Returns the value of a metric. */
  public T get(Metric metric) {
    return Objects.requireNonNull(values.get(metric));
  }
}
