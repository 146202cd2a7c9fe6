package io.github.sentiment4j.train;

import io.github.sentiment4j.evaluation.Metric;
import io.github.sentiment4j.evaluation.Predictions;

/**
 * The figures of a checkpoint on the validation set, as {@code evaluate} defines them, see {@link
 * Metric}.
 *
 * @param macroF1 mean of all three labels' F1; one that does not occur counts as 0
 * @param accuracy share of texts with the right label
 * @param loss mean cross-entropy of the label probabilities, in nats
 */
public record ValidationScore(double macroF1, double accuracy, double loss) {

  public static ValidationScore of(Predictions predictions) {
    return new ValidationScore(
        Metric.MACRO_F1.of(predictions),
        Metric.ACCURACY.of(predictions),
        Metric.LOG_LOSS.of(predictions));
  }

  /** Returns whether this is better than another: by macro-F1, then by loss. */
  boolean betterThan(ValidationScore other) {
    return macroF1 > other.macroF1 || (macroF1 == other.macroF1 && loss < other.loss);
  }
}
