package io.github.sentiment4j.core;

import java.time.Duration;
import java.util.Objects;

/**
 * The sentiment of one text. Immutable.
 *
 * @param label the most probable sentiment; of equally probable ones the first in the order of
 *     {@link Sentiment}
 * @param positive the probability of {@link Sentiment#POSITIVE}, in [0, 1]; the three sum to 1, or
 *     are all {@link Double#NaN} if the engine gives none, see {@link #hasProbabilities()}
 * @param neutral the probability of {@link Sentiment#NEUTRAL}, in [0, 1] or NaN
 * @param negative the probability of {@link Sentiment#NEGATIVE}, in [0, 1] or NaN
 * @param abstained true if the probability of {@code label} is below the abstention threshold
 * @param truncated true if part of the text was left out because it has too many tokens
 * @param tokens the number of tokens of the whole prompt (prefix, text and suffix) before
 *     truncation
 * @param elapsed the time from the call to the result, including the time in the queue
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
   * Creates a result.
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
   * @param score {@link TextScore.Scored} or {@link TextScore.Labelled}
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

  /** Returns true if the engine gave probabilities. If not, every figure made of them is NaN. */
  public boolean hasProbabilities() {
    return !Double.isNaN(positive);
  }

  /** Returns the probability of a sentiment, in [0, 1] or NaN. */
  public double probability(Sentiment sentiment) {
    return switch (sentiment) {
      case POSITIVE -> positive;
      case NEUTRAL -> neutral;
      case NEGATIVE -> negative;
    };
  }

  /** Returns the probability of {@link #label()}, in [1/3, 1] or NaN. */
  public double confidence() {
    return probability(label);
  }

  /** Returns the polarity P(positive) - P(negative), in [-1, 1] or NaN. */
  public double score() {
    return positive - negative;
  }

  private static void requireProbability(double p, String name) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException(name + " is not a probability: " + p);
    }
  }
}
