package io.github.sentiment4j.evaluation;

import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * McNemar's test of whether two models are right equally often on the same texts (McNemar 1947).
 * Only the texts count on which exactly one of them is right. With fewer than 25 of them the test
 * is the exact two-sided binomial one; otherwise it is the chi-square approximation with one degree
 * of freedom and Edwards' continuity correction, {@code max(0, |b - c| - 1)^2 / (b + c)} (Edwards
 * 1948). Immutable.
 *
 * @param onlyFirst texts on which only the first model is right, b
 * @param onlySecond texts on which only the second model is right, c
 * @param method the method that computed the p-value
 * @param statistic chi-square, or for the exact test the smaller of the two counts
 * @param pValue the probability of a difference at least as large if there were none, in [0, 1]
 */
public record McNemar(
    int onlyFirst, int onlySecond, Method method, double statistic, double pValue) {
  private static final int FEWEST_FOR_CHI_SQUARE = 25;

  /** A method that computes a p-value. */
  public enum Method {
    /** Two-sided binomial test. */
    EXACT_BINOMIAL,
    /** Chi-square with continuity correction. */
    CHI_SQUARE
  }

  /**
   * Compares two models.
   *
   * @throws IllegalArgumentException if the true labels of both are not the same
   */
  public static McNemar of(Predictions first, Predictions second) {
    first.requireSameTruth(second);
    int onlyFirst = 0;
    int onlySecond = 0;
    for (int i = 0; i < first.size(); i++) {
      onlyFirst += first.isRight(i) && !second.isRight(i) ? 1 : 0;
      onlySecond += second.isRight(i) && !first.isRight(i) ? 1 : 0;
    }
    return of(onlyFirst, onlySecond);
  }

  /** Returns the test of two counts. */
  static McNemar of(int onlyFirst, int onlySecond) {
    int discordant = onlyFirst + onlySecond;
    if (discordant < FEWEST_FOR_CHI_SQUARE) {
      int fewer = Math.min(onlyFirst, onlySecond);
      return new McNemar(
          onlyFirst,
          onlySecond,
          Method.EXACT_BINOMIAL,
          fewer,
          Math.min(1, 2 * BinomialDistribution.of(discordant, 0.5).cumulativeProbability(fewer)));
    }
    double distance = Math.max(0, Math.abs(onlyFirst - onlySecond) - 1);
    double chiSquare = distance * distance / discordant;
    return new McNemar(
        onlyFirst,
        onlySecond,
        Method.CHI_SQUARE,
        chiSquare,
        ChiSquaredDistribution.of(1).survivalProbability(chiSquare));
  }
}
