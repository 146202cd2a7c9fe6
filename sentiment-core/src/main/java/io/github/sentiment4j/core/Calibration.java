package io.github.sentiment4j.core;

import io.github.sentiment4j.core.TextScore.Segment;
import java.util.List;

/**
 * The parameters that turn label log-probabilities into calibrated probabilities: {@code
 * softmax(logP / temperature + bias)}. This is temperature scaling and, with a bias, vector scaling
 * (Guo et al. 2017). Immutable.
 *
 * @param temperature the divisor of the log-probabilities; finite and positive, 1 changes nothing
 * @param positiveBias the summand for {@link Sentiment#POSITIVE} after the division; finite, 0
 *     changes nothing
 * @param neutralBias the summand for {@link Sentiment#NEUTRAL}
 * @param negativeBias the summand for {@link Sentiment#NEGATIVE}
 */
public record Calibration(
    double temperature, double positiveBias, double neutralBias, double negativeBias) {
  /** The calibration that changes nothing. */
  public static final Calibration NONE = new Calibration(1, 0, 0, 0);

  /**
   * Creates a calibration.
   *
   * @throws SentimentException {@link ErrorCode#INVALID_SETTING} if the temperature is not a
   *     positive finite number or a bias is not finite
   */
  public Calibration {
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new SentimentException(
          ErrorCode.INVALID_SETTING,
          "The temperature must be a positive finite number, found " + temperature);
    }
    if (!Double.isFinite(positiveBias)
        || !Double.isFinite(neutralBias)
        || !Double.isFinite(negativeBias)) {
      throw new SentimentException(
          ErrorCode.INVALID_SETTING,
          "The biases must be finite numbers, found "
              + positiveBias
              + ", "
              + neutralBias
              + ", "
              + negativeBias);
    }
  }

  /** Returns a calibration with the same biases and another temperature. */
  public Calibration withTemperature(double newTemperature) {
    return new Calibration(newTemperature, positiveBias, neutralBias, negativeBias);
  }

  /**
   * Returns calibrated probabilities.
   *
   * @param logProbabilities (3) finite numbers in the order of {@link Sentiment}; a common offset
   *     changes nothing
   * @return (3) probabilities that sum to 1
   */
  public double[] apply(float[] logProbabilities) {
    double best = Math.max(logProbabilities[0], Math.max(logProbabilities[1], logProbabilities[2]));
    // Differences from the best, because with a tiny temperature the quotients would overflow.
    double[] p = {
      (logProbabilities[0] - best) / temperature + positiveBias,
      (logProbabilities[1] - best) / temperature + neutralBias,
      (logProbabilities[2] - best) / temperature + negativeBias
    };
    double max = Math.max(p[0], Math.max(p[1], p[2]));
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      p[i] = Math.exp(p[i] - max);
      sum += p[i];
    }
    for (int i = 0; i < p.length; i++) {
      p[i] /= sum;
    }
    return p;
  }

  /**
   * Returns calibrated probabilities of a text: the mean over its segments, weighted by their
   * tokens.
   *
   * @return (3) probabilities in the order of {@link Sentiment} that sum to 1
   */
  public double[] apply(TextScore.Scored score) {
    List<Segment> segments = score.segments();
    if (segments.size() == 1) {
      return apply(segments.get(0).logProbabilities());
    }
    double[] mean = new double[Sentiment.COUNT];
    double total = segments.stream().mapToLong(Segment::textTokens).sum();
    for (Segment segment : segments) {
      double[] p = apply(segment.logProbabilities());
      for (int i = 0; i < mean.length; i++) {
        mean[i] += segment.textTokens() * p[i];
      }
    }
    for (int i = 0; i < mean.length; i++) {
      mean[i] /= total;
    }
    return mean;
  }
}
