package io.github.sentiment4j.evaluation;

import io.github.sentiment4j.core.Sentiment;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Probabilities of texts beside their true labels: what every figure is computed from. The label of
 * a text is its most probable one, see {@link Sentiment#mostProbable}. Immutable.
 */
public final class Predictions {
  /** How far from 1 a sum of probabilities may be. */
  private static final double SUM_TOLERANCE = 1e-6;

  // N texts, 3 sentiments
  private final Sentiment[] truth; // (N)
  private final Sentiment[] labels; // (N)
  private final double[][] probabilities; // (N, 3)

  private Predictions(Sentiment[] truth, Sentiment[] labels, double[][] probabilities) {
    this.truth = truth;
    this.labels = labels;
    this.probabilities = probabilities;
  }

  /**
   * Puts labels and probabilities together.
   *
   * @param truth (N) the true labels
   * @param probabilities (N, 3) in the order of {@link Sentiment}; each row sums to 1
   * @throws IllegalArgumentException if there are none, not as many of both, or a row is no
   *     distribution over the three
   */
  public static Predictions of(List<Sentiment> truth, List<double[]> probabilities) {
    if (truth.isEmpty() || truth.size() != probabilities.size()) {
      throw new IllegalArgumentException(
          "expected as many labels as rows of probabilities, at least one; found "
              + truth.size()
              + " and "
              + probabilities.size());
    }
    double[][] rows = new double[truth.size()][];
    Sentiment[] labels = new Sentiment[truth.size()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = probabilities.get(i).clone();
      requireDistribution(rows[i], i);
      labels[i] = Sentiment.mostProbable(rows[i]);
      Objects.requireNonNull(truth.get(i), "truth");
    }
    return new Predictions(truth.toArray(Sentiment[]::new), labels, rows);
  }

  private static void requireDistribution(double[] p, int row) {
    double sum = 0;
    for (double value : p) {
      sum += value >= 0 && value <= 1 ? value : Double.NaN;
    }
    if (p.length != Sentiment.COUNT || !(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
      throw new IllegalArgumentException(
          "row " + row + ": expected 3 probabilities that sum to 1, found " + Arrays.toString(p));
    }
  }

  /** Number of texts, N. */
  public int size() {
    return truth.length;
  }

  /** The true label of a text. */
  public Sentiment truth(int i) {
    return truth[i];
  }

  /** The most probable label of a text. */
  public Sentiment label(int i) {
    return labels[i];
  }

  /** The probability that a text has a sentiment, in [0, 1]. */
  public double probability(int i, Sentiment sentiment) {
    return probabilities[i][sentiment.index()];
  }

  /** The probability of {@link #label}, in [1/3, 1]. */
  public double confidence(int i) {
    return probability(i, labels[i]);
  }

  /** Whether the most probable label of a text is the true one. */
  public boolean isRight(int i) {
    return labels[i] == truth[i];
  }

  /** The texts in some places, which may repeat. */
  Predictions select(int[] places) {
    Sentiment[] someTruth = new Sentiment[places.length];
    Sentiment[] someLabels = new Sentiment[places.length];
    double[][] someProbabilities = new double[places.length][];
    for (int i = 0; i < places.length; i++) {
      someTruth[i] = truth[places[i]];
      someLabels[i] = labels[places[i]];
      someProbabilities[i] = probabilities[places[i]];
    }
    return new Predictions(someTruth, someLabels, someProbabilities);
  }

  /** Checks that another model was asked about the same texts. */
  void requireSameTruth(Predictions other) {
    if (!Arrays.equals(truth, other.truth)) {
      throw new IllegalArgumentException(
          "expected two predictions of the same texts, found "
              + size()
              + " and "
              + other.size()
              + " texts with different true labels");
    }
  }
}
