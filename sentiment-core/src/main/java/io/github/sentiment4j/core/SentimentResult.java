package io.github.sentiment4j.core;

import java.time.Duration;
import java.util.Objects;

/**
 * What the classifier says of one text. Immutable.
 *
 * @param label the most probable sentiment; ties go to the one that {@link Sentiment} lists first
 * @param positive probability of {@link Sentiment#POSITIVE}, in [0, 1]; the three sum to 1, or are
 *     all {@link Double#NaN} where the engine gives none, see {@link #hasProbabilities()}
 * @param neutral probability of {@link Sentiment#NEUTRAL}, in [0, 1] or NaN
 * @param negative probability of {@link Sentiment#NEGATIVE}, in [0, 1] or NaN
 * @param abstained whether the probability of {@code label} is below the abstention threshold; the
 *     label is given all the same
 * @param truncated whether part of the text was left out because it has too many tokens
 * @param tokens tokens of the whole prompt as it stood before truncation: prefix, text and suffix
 * @param elapsed from the call to the result, queueing included
 */
public record SentimentResult(
    Sentiment label,
    double positive,
    double neutral,
    double negative,
    boolean abstained,
    boolean truncated,
    int tokens,
    Duration elapsed) {

  /**
   * Checks that nothing is null and that the probabilities are such, or all absent.
   *
   * @throws IllegalArgumentException if a probability is outside [0, 1], or some but not all are
   *     NaN
   */
  public SentimentResult {
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(elapsed, "elapsed");
    if (!(Double.isNaN(positive) && Double.isNaN(neutral) && Double.isNaN(negative))) {
      requireProbability(positive, "positive");
      requireProbability(neutral, "neutral");
      requireProbability(negative, "negative");
    }
  }

  /**
   * Returns the result of a score.
   *
   * @param score not {@link TextScore.Rejected}
   */
  static SentimentResult of(
      TextScore score, Calibration calibration, double abstainBelow, Duration elapsed) {
    if (score instanceof TextScore.Labelled labelled) {
      return new SentimentResult(
          labelled.label(),
          Double.NaN,
          Double.NaN,
          Double.NaN,
          false,
          labelled.truncated(),
          labelled.tokens(),
          elapsed);
    }
    TextScore.Scored scored = (TextScore.Scored) score;
    double[] p = calibration.apply(scored); // (3) in the order of Sentiment
    Sentiment label = Sentiment.mostProbable(p);
    return new SentimentResult(
        label,
        p[0],
        p[1],
        p[2],
        p[label.index()] < abstainBelow,
        scored.truncated(),
        scored.tokens(),
        elapsed);
  }

  /** Whether the engine gave probabilities; if not, all that is computed of them is NaN. */
  public boolean hasProbabilities() {
    return !Double.isNaN(positive);
  }

  /** Probability of one sentiment, in [0, 1] or NaN. */
  public double probability(Sentiment sentiment) {
    return switch (sentiment) {
      case POSITIVE -> positive;
      case NEUTRAL -> neutral;
      case NEGATIVE -> negative;
    };
  }

  /** Probability of {@link #label()}, in [1/3, 1] or NaN. */
  public double confidence() {
    return probability(label);
  }

  /** How good the news is as one number in [-1, 1]: P(positive) - P(negative); or NaN. */
  public double score() {
    return positive - negative;
  }

  private static void requireProbability(double p, String name) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException(name + " is not a probability: " + p);
    }
  }
}
