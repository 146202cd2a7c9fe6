package io.github.sentiment4j.core;

import java.util.Locale;

/**
 * The three sentiments of a financial news item, in the order in which every array of this library
 * holds them.
 */
public enum Sentiment {
  /** Good news for the holder of the asset that the text is about. */
  POSITIVE(0),
  /** Neither good nor bad news, or plain information. */
  NEUTRAL(1),
  /** Bad news for the holder of the asset that the text is about. */
  NEGATIVE(2);

  /** The number of sentiments, 3, which is the length of every array of scores. */
  public static final int COUNT = 3;

  private final int index;

  Sentiment(int index) {
    this.index = index;
  }

  /** Returns the index of this sentiment in every array of scores, in [0, 3). */
  public int index() {
    return index;
  }

  /**
   * Returns the name in data sets and results: {@code positive}, {@code neutral} or {@code
   * negative}.
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the sentiment with the largest value, and of equal ones the first.
   *
   * @param values (3) numbers in the order of this enum
   */
  public static Sentiment mostProbable(double[] values) {
    return values[0] >= values[1] && values[0] >= values[2]
        ? POSITIVE
        : values[1] >= values[2] ? NEUTRAL : NEGATIVE;
  }
}
