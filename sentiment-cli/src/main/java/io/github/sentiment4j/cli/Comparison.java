package io.github.sentiment4j.cli;

import io.github.sentiment4j.core.evaluation.Bootstrap;
import io.github.sentiment4j.core.evaluation.Interval;
import io.github.sentiment4j.core.evaluation.Latency;
import io.github.sentiment4j.core.evaluation.McNemar;
import io.github.sentiment4j.core.evaluation.Metric;
import io.github.sentiment4j.core.evaluation.Predictions;
import java.util.Map;

/**
 * Two models on the texts that both could classify, each under its own calibration.
 *
 * @param other the second model
 * @param texts how many texts that are
 * @param first values of the first model
 * @param second values of the second model
 * @param differences intervals of second minus first
 * @param test of their accuracy
 * @param latency of the second model
 */
record Comparison(
    ModelSummary other,
    int texts,
    Map<Metric, Double> first,
    Map<Metric, Double> second,
    Map<Metric, Interval> differences,
    McNemar test,
    Latency latency) {

  static Comparison of(
      ModelSummary other,
      Predictions first,
      Predictions second,
      Bootstrap bootstrap,
      Latency latency) {
    return new Comparison(
        other,
        first.size(),
        Figures.values(first),
        Figures.values(second),
        bootstrap.differences(first, second),
        McNemar.of(first, second),
        latency);
  }
}
