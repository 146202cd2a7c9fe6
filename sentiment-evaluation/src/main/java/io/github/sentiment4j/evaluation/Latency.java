package io.github.sentiment4j.evaluation;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Percentiles of the time that answers took, interpolated linearly between neighbours.
 *
 * @param p50 the time within which 50 % of the answers came
 * @param p95 the time within which 95 % of the answers came
 * @param p99 the time within which 99 % of the answers came
 */
public record Latency(Duration p50, Duration p95, Duration p99) {

  /**
   * Returns the percentiles of times.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Latency of(List<Duration> times) {
    if (times.isEmpty()) {
      throw new IllegalArgumentException("expected at least one time, found none");
    }
    double[] sorted = times.stream().mapToDouble(Duration::toNanos).toArray();
    Arrays.sort(sorted);
    return new Latency(percentile(sorted, 0.5), percentile(sorted, 0.95), percentile(sorted, 0.99));
  }

  private static Duration percentile(double[] sortedNanos, double share) {
    return Duration.ofNanos(Math.round(Percentiles.of(sortedNanos, share)));
  }
}
