package io.github.sentiment4j.evaluation;

import io.github.sentiment4j.core.Sentiment;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The probabilities and the true labels of texts, from which every figure is computed. The label of
 * a text is its most probable one, see {@link Sentiment#mostProbable}. Errors cost {@link
 * CostMatrix#DISTANCE} unless {@link #withCosts} says otherwise. Immutable.
 */
public final class Predictions {
  /** The largest distance of a sum of probabilities from 1. */
  private static final double SUM_TOLERANCE = 1e-6;

  // N texts, 3 sentiments
  private final Sentiment[] truth; // (N)
  private final Sentiment[] labels; // (N)
  private final double[][] probabilities; // (N, 3)
  private final CostMatrix costs;

  private Predictions(
      Sentiment[] truth, Sentiment[] labels, double[][] probabilities, CostMatrix costs) {
    this.truth = truth;
    this.labels = labels;
    this.probabilities = probabilities;
    this.costs = costs;
  }

  /**
   * Creates predictions.
   *
   * @param truth (N) the true labels
   * @param probabilities (N, 3) in the order of {@link Sentiment}; each row sums to 1
   * @throws IllegalArgumentException if the lists are empty or differ in length, or a row is not a
   *     distribution over the three sentiments
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
    return new Predictions(truth.toArray(Sentiment[]::new), labels, rows, CostMatrix.DISTANCE);
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

  /** Returns the same predictions with other costs of errors. */
  public Predictions withCosts(CostMatrix matrix) {
    return new Predictions(truth, labels, probabilities, matrix);
  }

  /** Returns the costs of errors. */
  public CostMatrix costs() {
    return costs;
  }

  /** Returns the number of texts, N. */
  public int size() {
    return truth.length;
  }

  /** Returns the true label of a text. */
  public Sentiment truth(int i) {
    return truth[i];
  }

  /** Returns the most probable label of a text. */
  public Sentiment label(int i) {
    return labels[i];
  }

  /** Returns the probability that a text has a sentiment, in [0, 1]. */
  public double probability(int i, Sentiment sentiment) {
    return probabilities[i][sentiment.index()];
  }

  /** Returns the probability of {@link #label}, in [1/3, 1]. */
  public double confidence(int i) {
    return probability(i, labels[i]);
  }

  /** Returns whether the most probable label of a text is the true one. */
  public boolean isRight(int i) {
    return labels[i] == truth[i];
  }

  /** Returns the predictions at some places, which may repeat. */
  Predictions select(int[] places) {
    Sentiment[] someTruth = new Sentiment[places.length];
    Sentiment[] someLabels = new Sentiment[places.length];
    double[][] someProbabilities = new double[places.length][];
    for (int i = 0; i < places.length; i++) {
      someTruth[i] = truth[places[i]];
      someLabels[i] = labels[places[i]];
      someProbabilities[i] = probabilities[places[i]];
    }
    return new Predictions(someTruth, someLabels, someProbabilities, costs);
  }

  /** Checks that other predictions are of the same texts. */
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
