package io.github.sentiment4j.evaluation;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/**
 * Percentile bootstrap intervals: N of the N texts are drawn with replacement, as often as there
 * are resamples, and the interval holds the middle of the figures that result (Efron and Tibshirani
 * 1993, "An Introduction to the Bootstrap", section 13.3). A resample is the same for every metric
 * and for both models of a difference, which makes differences paired. The same seed draws the same
 * texts everywhere ({@link Random}).
 *
 * @param resamples how often texts are drawn, at least 1; 1000 by default
 * @param level share of resamples inside the interval, in (0, 1); 0.95 by default
 * @param seed of the random numbers; 1 by default
 */
public record Bootstrap(int resamples, double level, long seed) {
  /** 1000 resamples, 95 %, seed 1. */
  public static final Bootstrap DEFAULT = new Bootstrap(1000, 0.95, 1);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public Bootstrap {
    if (resamples < 1 || !(level > 0 && level < 1)) {
      throw new IllegalArgumentException(
          "expected at least 1 resample and a level in (0, 1), found "
              + resamples
              + " and "
              + level);
    }
  }

  /** The interval of each metric. */
  public Map<Metric, Interval> intervals(Predictions predictions) {
    Map<Metric, double[]> values = noValues();
    Random random = new Random(seed);
    for (int r = 0; r < resamples; r++) {
      Predictions resample = predictions.select(draw(random, predictions.size()));
      for (Metric metric : Metric.values()) {
        values.get(metric)[r] = metric.of(resample);
      }
    }
    return middles(values);
  }

  /**
   * The interval of each metric's difference, the second model's value minus the first's.
   *
   * @throws IllegalArgumentException if the true labels of both are not the same
   */
  public Map<Metric, Interval> differences(Predictions first, Predictions second) {
    first.requireSameTruth(second);
    Map<Metric, double[]> values = noValues();
    Random random = new Random(seed);
    for (int r = 0; r < resamples; r++) {
      int[] places = draw(random, first.size());
      Predictions ofFirst = first.select(places);
      Predictions ofSecond = second.select(places);
      for (Metric metric : Metric.values()) {
        values.get(metric)[r] = metric.of(ofSecond) - metric.of(ofFirst);
      }
    }
    return middles(values);
  }

  private static int[] draw(Random random, int size) {
    int[] places = new int[size];
    for (int i = 0; i < size; i++) {
      places[i] = random.nextInt(size);
    }
    return places;
  }

  private Map<Metric, double[]> noValues() {
    Map<Metric, double[]> values = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      values.put(metric, new double[resamples]);
    }
    return values;
  }

  private Map<Metric, Interval> middles(Map<Metric, double[]> values) {
    Map<Metric, Interval> intervals = new EnumMap<>(Metric.class);
    values.forEach(
        (metric, sorted) -> {
          Arrays.sort(sorted);
          intervals.put(
              metric,
              new Interval(
                  Percentiles.of(sorted, (1 - level) / 2),
                  Percentiles.of(sorted, (1 + level) / 2)));
        });
    return intervals;
  }
}
