package io.github.sentiment4j.evaluation;

import io.github.sentiment4j.core.Calibration;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentException;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the {@link Calibration} with the smallest mean negative log-probability of the true labels:
 * temperature scaling, and with a bias per label vector scaling with one common scale (Guo et al.
 * 2017, "On Calibration of Modern Neural Networks", section 4.2).
 *
 * <p>With {@code beta = 1 / temperature} the probabilities are {@code softmax(beta x score +
 * bias)}, and the loss is convex in beta and the biases. Newton's method with step halving (Boyd
 * and Vandenberghe 2004, "Convex Optimization", algorithm 9.5) finds its minimum. A constant added
 * to all biases changes nothing, so one of them is held at 0, and in the end their mean is.
 */
public final class CalibrationFit {
  /** The largest temperature of a fit; its inverse is the smallest. */
  public static final double MAX_TEMPERATURE = 100;

  private static final double MAX_BIAS = 20;
  private static final int MAX_STEPS = 200;
  private static final double TOLERANCE = 1e-12;

  /** A loss that no data with an error can have. */
  private static final double VANISHED = 1e-9;

  // N texts, 3 sentiments, K parameters: beta, bias of positive, bias of neutral
  private final double[][] scores; // (N, 3) relative to the largest of the text
  private final int[] truth; // (N)
  private final double[] parameters; // (K)

  private CalibrationFit(List<float[]> logProbabilities, List<Sentiment> truth, int parameters) {
    this.scores = logProbabilities.stream().map(CalibrationFit::relative).toArray(double[][]::new);
    this.truth = truth.stream().mapToInt(Sentiment::index).toArray();
    // All parameters start at 0, where the loss is well curved whatever the scale of the scores.
    this.parameters = new double[parameters];
  }

  /**
   * Fits the temperature; the biases are 0.
   *
   * @param logProbabilities (N, 3) of each text, uncalibrated, finite, in the order of {@link
   *     Sentiment}
   * @param truth (N) the true labels
   * @throws SentimentException {@link ErrorCode#INVALID_DATA} if there are fewer than two classes,
   *     or no temperature in [1/100, 100] is best because the scores make no error or say nothing
   * @throws IllegalArgumentException if there are not as many labels as scores
   */
  public static Calibration temperature(List<float[]> logProbabilities, List<Sentiment> truth) {
    requireClasses(logProbabilities, truth, 2);
    return new CalibrationFit(logProbabilities, truth, 1).fit();
  }

  /**
   * Fits the temperature and a bias per label; the mean of the biases is 0.
   *
   * @param logProbabilities (N, 3) of each text, uncalibrated, finite, in the order of {@link
   *     Sentiment}
   * @param truth (N) the true labels
   * @throws SentimentException {@link ErrorCode#INVALID_DATA} if a class is missing, or no
   *     temperature in [1/100, 100] and biases in [-20, 20] are best
   * @throws IllegalArgumentException if there are not as many labels as scores
   */
  public static Calibration temperatureAndBias(
      List<float[]> logProbabilities, List<Sentiment> truth) {
    requireClasses(logProbabilities, truth, Sentiment.COUNT);
    return new CalibrationFit(logProbabilities, truth, Sentiment.COUNT).fit();
  }

  private static void requireClasses(
      List<float[]> logProbabilities, List<Sentiment> truth, int fewest) {
    if (logProbabilities.size() != truth.size()) {
      throw new IllegalArgumentException(
          "expected as many labels as scores, found "
              + truth.size()
              + " and "
              + logProbabilities.size());
    }
    List<Sentiment> found = truth.stream().distinct().sorted().toList();
    if (found.size() < fewest) {
      throw new SentimentException(
          ErrorCode.INVALID_DATA,
          "A fit needs texts of "
              + (fewest == Sentiment.COUNT ? "all three classes" : "at least two classes")
              + ", found "
              + truth.size()
              + " texts of "
              + found);
    }
  }

  private static double[] relative(float[] logProbabilities) {
    double best = Math.max(logProbabilities[0], Math.max(logProbabilities[1], logProbabilities[2]));
    double[] relative = new double[Sentiment.COUNT];
    for (int i = 0; i < relative.length; i++) {
      relative[i] = logProbabilities[i] - best;
    }
    return relative;
  }

  private Calibration fit() {
    if (Arrays.stream(scores).flatMapToDouble(Arrays::stream).allMatch(score -> score == 0)) {
      throw noBest();
    }
    double loss = loss(parameters);
    for (int step = 0; step < MAX_STEPS; step++) {
      double[] gradient = new double[parameters.length];
      double[][] hessian = new double[parameters.length][parameters.length];
      derivatives(gradient, hessian);
      double[] direction = solve(hessian, gradient);
      double decrement = dot(gradient, direction);
      // The tolerance is relative, so that a loss that only vanishes at infinity never meets it.
      if (decrement <= TOLERANCE * loss) {
        return calibration();
      }
      double length = 1;
      double[] next = moved(direction, length);
      while (!(loss(next) <= loss - 1e-4 * length * decrement) && length > 1e-20) {
        length /= 2;
        next = moved(direction, length);
      }
      System.arraycopy(next, 0, parameters, 0, next.length);
      loss = loss(parameters);
      if (Math.abs(parameters[0]) > MAX_TEMPERATURE || loss < VANISHED) {
        break;
      }
    }
    throw noBest();
  }

  private Calibration calibration() {
    double temperature = 1 / parameters[0];
    double positive = parameters.length == 1 ? 0 : parameters[1];
    double neutral = parameters.length == 1 ? 0 : parameters[2];
    double mean = (positive + neutral) / Sentiment.COUNT;
    if (!(temperature >= 1 / MAX_TEMPERATURE && temperature <= MAX_TEMPERATURE)
        || Math.max(Math.abs(positive), Math.abs(neutral)) > MAX_BIAS) {
      throw noBest();
    }
    return new Calibration(temperature, positive - mean, neutral - mean, 0 - mean);
  }

  private SentimentException noBest() {
    return new SentimentException(
        ErrorCode.INVALID_DATA,
        "No calibration is best for these "
            + truth.length
            + " texts: the scores "
            + (parameters[0] > 1 / MAX_TEMPERATURE
                ? "tell a class apart without an error, so that more certainty is always better"
                : "say nothing about their classes")
            + "; fit on more texts, which were not trained on");
  }

  /** Returns the mean negative log-probability of the true labels, in nats. */
  private double loss(double[] at) {
    double sum = 0;
    double[] z = new double[Sentiment.COUNT];
    for (int i = 0; i < scores.length; i++) {
      sum += logSumExp(logits(at, scores[i], z)) - z[truth[i]];
    }
    return sum / scores.length;
  }

  private void derivatives(double[] gradient, double[][] hessian) {
    double[] p = new double[Sentiment.COUNT];
    for (int i = 0; i < scores.length; i++) {
      double[] s = scores[i];
      double logSum = logSumExp(logits(parameters, s, p));
      double mean = 0; // of the scores under p
      double square = 0;
      for (int k = 0; k < p.length; k++) {
        p[k] = Math.exp(p[k] - logSum);
        mean += p[k] * s[k];
        square += p[k] * s[k] * s[k];
      }
      gradient[0] += (mean - s[truth[i]]) / scores.length;
      hessian[0][0] += (square - mean * mean) / scores.length;
      for (int k = 1; k < parameters.length; k++) {
        gradient[k] += (p[k - 1] - (truth[i] == k - 1 ? 1 : 0)) / scores.length;
        double covariance = p[k - 1] * (s[k - 1] - mean) / scores.length;
        hessian[0][k] += covariance;
        hessian[k][0] += covariance;
        for (int j = 1; j < parameters.length; j++) {
          hessian[k][j] += p[k - 1] * ((j == k ? 1 : 0) - p[j - 1]) / scores.length;
        }
      }
    }
  }

  private static double[] logits(double[] at, double[] s, double[] z) {
    for (int k = 0; k < z.length; k++) {
      z[k] = at[0] * s[k] + (k + 1 < at.length ? at[k + 1] : 0);
    }
    return z;
  }

  private static double logSumExp(double[] z) {
    double max = Math.max(z[0], Math.max(z[1], z[2]));
    double sum = 0;
    for (double value : z) {
      sum += Math.exp(value - max);
    }
    return max + Math.log(sum);
  }

  private double[] moved(double[] direction, double length) {
    double[] moved = parameters.clone();
    for (int k = 0; k < moved.length; k++) {
      moved[k] -= length * direction[k];
    }
    return moved;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  /**
   * Solves a symmetric positive semidefinite system (K, K) by elimination; unknowns that it does
   * not determine are 0.
   */
  private static double[] solve(double[][] matrix, double[] right) {
    int size = right.length;
    double[][] a = Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
    double[] x = right.clone();
    for (int k = 0; k < size; k++) {
      a[k][k] += Double.MIN_NORMAL;
      for (int i = k + 1; i < size; i++) {
        double factor = a[i][k] / a[k][k];
        for (int j = k; j < size; j++) {
          a[i][j] -= factor * a[k][j];
        }
        x[i] -= factor * x[k];
      }
    }
    for (int k = size - 1; k >= 0; k--) {
      for (int j = k + 1; j < size; j++) {
        x[k] -= a[k][j] * x[j];
      }
      x[k] /= a[k][k];
    }
    return x;
  }
}
