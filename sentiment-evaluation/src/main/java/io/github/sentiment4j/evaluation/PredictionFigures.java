package io.github.sentiment4j.evaluation;

import io.github.sentiment4j.core.Calibration;
import java.util.EnumMap;
import java.util.Map;

/** Everything that is computed from the predictions of one model under one calibration. */
public record PredictionFigures(
    Calibration calibration,
    Map<Metric, Double> values,
    Map<Metric, Interval> intervals,
    ConfusionMatrix confusion,
    Reliability reliability,
    RiskCoverage riskCoverage) {

  static PredictionFigures of(ScoredTexts scoring, Calibration calibration, Bootstrap bootstrap) {
    Predictions predictions = scoring.predictions(calibration);
    return new PredictionFigures(
        calibration,
        values(predictions),
        bootstrap.intervals(predictions),
        ConfusionMatrix.of(predictions),
        Reliability.of(predictions),
        RiskCoverage.of(predictions));
  }

  /** The value of every metric. */
  public static Map<Metric, Double> values(Predictions predictions) {
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      values.put(metric, metric.of(predictions));
    }
    return values;
  }
}
