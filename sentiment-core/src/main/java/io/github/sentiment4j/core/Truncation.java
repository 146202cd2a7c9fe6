package io.github.sentiment4j.core;

/**
 * The treatment of a text that has more tokens than fit. Only the text is shortened, never the
 * prefix or the suffix of the prompt.
 */
public enum Truncation {
  /**
   * Leaves out the end of the text. This is the default, because headlines and leads come first.
   */
  END,
  /** Leaves out the start of the text. */
  START,
  /** Leaves out the middle of the text and keeps as much of the start as of the end. */
  MIDDLE,
  /** Refuses the text with {@link ErrorCode#TEXT_TOO_LONG}. */
  REJECT,
  /**
   * Classifies the text in consecutive pieces and averages their probabilities, weighted by the
   * number of text tokens. Nothing is left out. The time grows with the text.
   */
  CHUNKS
}
