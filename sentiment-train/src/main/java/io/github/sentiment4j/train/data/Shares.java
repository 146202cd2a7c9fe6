package io.github.sentiment4j.train.data;

import io.github.sentiment4j.evaluation.data.Split;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The sizes of the splits, in any unit: 7147, 1021 and 908 are 78.7 %, 11.2 % and 10.0 %.
 *
 * @param train positive
 * @param validation not negative
 * @param test not negative
 */
public record Shares(int train, int validation, int test) {
  /** The sizes of the reference experiment. */
  public static final Shares DEFAULT = new Shares(7147, 1021, 908);

  /** The distance from 1 that fractions such as 0.333, 0.333 and 0.333 may have. */
  private static final BigDecimal TOLERANCE = new BigDecimal("0.01");

  /**
   * @throws IllegalArgumentException if one is out of range
   */
  public Shares {
    if (train <= 0 || validation < 0 || test < 0) {
      throw new IllegalArgumentException(
          "expected shares of at least 1 for train and 0 for validation and test, found "
              + train
              + ","
              + validation
              + ","
              + test);
    }
  }

  /**
   * Returns shares with decimals, such as 0.8, 0.1 and 0.1.
   *
   * @throws IllegalArgumentException if one is out of range or has too many digits, or if they are
   *     fractions of a whole (none is above 1) and do not add up to 1
   */
  public static Shares of(BigDecimal train, BigDecimal validation, BigDecimal test) {
    List<BigDecimal> all = List.of(train, validation, test);
    int decimals =
        all.stream().mapToInt(share -> share.stripTrailingZeros().scale()).max().orElse(0);
    BigDecimal sum = train.add(validation).add(test);
    boolean fractions =
        decimals > 0 && all.stream().allMatch(share -> share.compareTo(BigDecimal.ONE) <= 0);
    if (fractions && sum.subtract(BigDecimal.ONE).abs().compareTo(TOLERANCE) > 0) {
      throw new IllegalArgumentException(
          "expected fractions that add up to 1, found "
              + train.toPlainString()
              + ","
              + validation.toPlainString()
              + ","
              + test.toPlainString()
              + " with the sum "
              + sum.toPlainString());
    }
    try {
      List<Integer> whole =
          all.stream()
              .map(share -> share.movePointRight(Math.max(0, decimals)).intValueExact())
              .toList();
      return new Shares(whole.get(0), whole.get(1), whole.get(2));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "expected shares of at most 9 digits, found " + train + "," + validation + "," + test, e);
    }
  }

  Map<Split, Integer> bySplit() {
    return new EnumMap<>(
        Map.of(Split.TRAIN, train, Split.VALIDATION, validation, Split.TEST, test));
  }
}
