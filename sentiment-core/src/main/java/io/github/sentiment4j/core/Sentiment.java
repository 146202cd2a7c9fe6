package io.github.sentiment4j.core;

/**
 * The three sentiments of a financial news item, in the order in which every array of this library
 * holds them.
 */
public enum Sentiment {
  /** Good news for the holder of the asset that the text is about. */
  POSITIVE,
  /** Neither good nor bad news, or plain information. */
  NEUTRAL,
  /** Bad news for the holder of the asset that the text is about. */
  NEGATIVE;

  /** How many sentiments there are: the length of every array of scores, 3. */
  public static final int COUNT = 3;
}
