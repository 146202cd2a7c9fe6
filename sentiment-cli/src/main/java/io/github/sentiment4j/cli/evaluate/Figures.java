package io.github.sentiment4j.cli.evaluate;

import io.github.sentiment4j.core.Calibration;
import io.github.sentiment4j.evaluation.Bootstrap;
import io.github.sentiment4j.evaluation.ConfusionMatrix;
import io.github.sentiment4j.evaluation.Interval;
import io.github.sentiment4j.evaluation.Metric;
import io.github.sentiment4j.evaluation.Predictions;
import io.github.sentiment4j.evaluation.Reliability;
import io.github.sentiment4j.evaluation.RiskCoverage;
import java.util.EnumMap;
import java.util.Map;

/** Everything that is computed from the predictions of one model under one calibration. */
record Figures(
    Calibration calibration,
    Map<Metric, Double> values,
    Map<Metric, Interval> intervals,
    ConfusionMatrix confusion,
    Reliability reliability,
    RiskCoverage riskCoverage) {

  static Figures of(Scoring scoring, Calibration calibration, Bootstrap bootstrap) {
    Predictions predictions = scoring.predictions(calibration);
    return new Figures(
        calibration,
        values(predictions),
        bootstrap.intervals(predictions),
        ConfusionMatrix.of(predictions),
        Reliability.of(predictions),
        RiskCoverage.of(predictions));
  }

  /** The value of every metric. */
  static Map<Metric, Double> values(Predictions predictions) {
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      values.put(metric, metric.of(predictions));
    }
    return values;
  }
}
