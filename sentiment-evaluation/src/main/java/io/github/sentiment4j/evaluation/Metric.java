package io.github.sentiment4j.evaluation;

import io.github.sentiment4j.core.Sentiment;
import java.util.function.ToDoubleFunction;

/** A figure that tells how good predictions are. */
public enum Metric {
  /** Share of right labels, in [0, 1]; larger is better. */
  ACCURACY(predictions -> ConfusionMatrix.of(predictions).accuracy()),
  /**
   * Plain mean of the three classes' F1, in [0, 1], see {@link ConfusionMatrix#macroAverage};
   * larger is better.
   */
  MACRO_F1(predictions -> ConfusionMatrix.of(predictions).macroAverage().f1()),
  /** Mean of the classes' F1 weighted by support, in [0, 1]; larger is better. */
  WEIGHTED_F1(predictions -> ConfusionMatrix.of(predictions).weightedAverage().f1()),
  /**
   * Mean over texts of what the predicted label costs, see {@link CostMatrix}; smaller is better.
   * It is the expected cost of Ferrer 2022 (arXiv 2209.05355, eq. 2) with the class shares of the
   * texts.
   */
  EXPECTED_COST(Metric::expectedCost),
  /** Expected calibration error, in [0, 1], see {@link Reliability}; smaller is better. */
  ECE(predictions -> Reliability.of(predictions).ece()),
  /**
   * Mean over texts of the squared distance between probabilities and truth, {@code sum over
   * classes of (p - y)^2}, in [0, 2] (Brier 1950, "Verification of Forecasts Expressed in Terms of
   * Probability", eq. 2); smaller is better.
   */
  BRIER(Metric::brier),
  /**
   * Mean negative log-probability of the true label, in nats; smaller is better. Probabilities
   * count as at least 2<sup>-52</sup>, as in scikit-learn's {@code log_loss}.
   */
  LOG_LOSS(Metric::logLoss),
  /** Area under the risk-coverage curve, in [0, 1], see {@link RiskCoverage}; smaller is better. */
  AURC(predictions -> RiskCoverage.of(predictions).area());

  private static final double LEAST_PROBABILITY = Math.ulp(1.0);

  @SuppressWarnings("ImmutableEnumChecker") // lambdas without state
  private final ToDoubleFunction<Predictions> formula;

  Metric(ToDoubleFunction<Predictions> formula) {
    this.formula = formula;
  }

  /** Returns the value of predictions. */
  public double of(Predictions predictions) {
    return formula.applyAsDouble(predictions);
  }

  private static double expectedCost(Predictions predictions) {
    double sum = 0;
    for (int i = 0; i < predictions.size(); i++) {
      sum += predictions.costs().cost(predictions.truth(i), predictions.label(i));
    }
    return sum / predictions.size();
  }

  private static double brier(Predictions predictions) {
    double sum = 0;
    for (int i = 0; i < predictions.size(); i++) {
      for (Sentiment sentiment : Sentiment.values()) {
        double distance =
            predictions.probability(i, sentiment) - (predictions.truth(i) == sentiment ? 1 : 0);
        sum += distance * distance;
      }
    }
    return sum / predictions.size();
  }

  private static double logLoss(Predictions predictions) {
    double sum = 0;
    for (int i = 0; i < predictions.size(); i++) {
      double p = predictions.probability(i, predictions.truth(i));
      sum -= Math.log(Math.max(p, LEAST_PROBABILITY));
    }
    return sum / predictions.size();
  }
}
