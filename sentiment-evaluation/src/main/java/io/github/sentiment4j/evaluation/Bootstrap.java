package io.github.sentiment4j.evaluation;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Percentile bootstrap intervals: each resample draws N of the N texts with replacement, and the
 * interval holds the middle share of the figures of all resamples (Efron and Tibshirani 1993, "An
 * Introduction to the Bootstrap", section 13.3). All metrics and both models of a difference use
 * the same resamples, which makes differences paired. The same seed draws the same texts on every
 * machine ({@link Random}).
 *
 * @param resamples the number of resamples, at least 1; 1000 by default
 * @param level the share of resamples inside the interval, in (0, 1); 0.95 by default
 * @param seed the seed of the random numbers; 1 by default
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

  /** Returns the interval of each metric. */
  public PerMetric<Interval> intervals(Predictions predictions) {
    return intervals(
        predictions.size(),
        places -> {
          Predictions resample = predictions.select(places);
          return metric -> metric.of(resample);
        });
  }

  /**
   * Returns the interval of each metric's difference: the second model's value minus the first's.
   *
   * @throws IllegalArgumentException if the true labels of both are not the same
   */
  public PerMetric<Interval> differences(Predictions first, Predictions second) {
    first.requireSameTruth(second);
    return intervals(
        first.size(),
        places -> {
          Predictions ofFirst = first.select(places);
          Predictions ofSecond = second.select(places);
          return metric -> metric.of(ofSecond) - metric.of(ofFirst);
        });
  }

  /**
   * Returns the interval of each metric.
   *
   * @param figures gives the value of each metric on a resample, which is the places of its texts
   */
  private PerMetric<Interval> intervals(
      int size, Function<int[], ToDoubleFunction<Metric>> figures) {
    PerMetric<double[]> values = PerMetric.of(metric -> new double[resamples]);
    Random random = new Random(seed);
    for (int r = 0; r < resamples; r++) {
      ToDoubleFunction<Metric> ofResample = figures.apply(draw(random, size));
      for (Metric metric : Metric.values()) {
        values.get(metric)[r] = ofResample.applyAsDouble(metric);
      }
    }
    return PerMetric.of(metric -> middle(values.get(metric)));
  }

  private static int[] draw(Random random, int size) {
    int[] places = new int[size];
    for (int i = 0; i < size; i++) {
      places[i] = random.nextInt(size);
    }
    return places;
  }

  private Interval middle(double[] values) {
    Arrays.sort(values);
    return new Interval(
        Percentiles.of(values, (1 - level) / 2), Percentiles.of(values, (1 + level) / 2));
  }
}
