package io.github.sentiment4j.core;

/**
 * What happens to a text that has more tokens than fit. Only the text is shortened, never the
 * prompt's prefix or suffix.
 */
public enum Truncation {
  /** Leaves out the end of the text (the default: headlines and leads come first). */
  END,
  /** Leaves out the start of the text. */
  START,
  /** Leaves out the middle: as much of the start as of the end is kept. */
  MIDDLE,
  /** Refuses the text with {@link ErrorCode#TEXT_TOO_LONG}. */
  REJECT,
  /**
   * Classifies the text in consecutive pieces and averages their probabilities, each weighted by
   * its number of text tokens. Nothing is left out; the time grows with the text.
   */
  CHUNKS
}
