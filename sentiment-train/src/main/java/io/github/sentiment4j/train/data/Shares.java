package io.github.sentiment4j.train.data;

import java.util.EnumMap;
import java.util.Map;

/**
 * How many texts each split gets, in any unit: 7147, 1021 and 908 are 78.7 %, 11.2 % and 10.0 %.
 *
 * @param train positive
 * @param validation not negative
 * @param test not negative
 */
public record Shares(int train, int validation, int test) {
  /** Those of the reference experiment. */
  public static final Shares DEFAULT = new Shares(7147, 1021, 908);

  /**
   * Checks the shares.
   *
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

  Map<Split, Integer> bySplit() {
    return new EnumMap<>(
        Map.of(Split.TRAIN, train, Split.VALIDATION, validation, Split.TEST, test));
  }
}
