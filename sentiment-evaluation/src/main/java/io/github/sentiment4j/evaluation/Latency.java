package io.github.sentiment4j.evaluation;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * How long answers took, as percentiles, interpolated linearly between neighbours.
 *
 * @param p50 half of the answers came sooner
 * @param p95 95 % of the answers came sooner
 * @param p99 99 % of the answers came sooner
 */
public record Latency(Duration p50, Duration p95, Duration p99) {

  /**
   * The percentiles of times.
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
