package io.github.sentiment4j.evaluation;

import io.github.sentiment4j.core.Calibration;

/** All figures of one model under one calibration. */
public record PredictionFigures(
    Calibration calibration,
    PerMetric<Double> values,
    PerMetric<Interval> intervals,
    ConfusionMatrix confusion,
    Reliability reliability,
    RiskCoverage riskCoverage) {

  static PredictionFigures of(
      ScoredTexts scoring, Calibration calibration, Bootstrap bootstrap, CostMatrix costs) {
    Predictions predictions = scoring.predictions(calibration).withCosts(costs);
    return new PredictionFigures(
        calibration,
        values(predictions),
        bootstrap.intervals(predictions),
        ConfusionMatrix.of(predictions),
        Reliability.of(predictions),
        RiskCoverage.of(predictions));
  }

  /** Returns the value of every metric. */
  public static PerMetric<Double> values(Predictions predictions) {
    return PerMetric.of(metric -> metric.of(predictions));
  }
}
