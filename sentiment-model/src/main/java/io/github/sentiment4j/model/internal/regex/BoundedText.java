package io.github.sentiment4j.model.internal.regex;

import java.util.function.Supplier;

/**
 * A text that counts the reads of its characters and ends a match that takes too many, because the
 * time of a pattern may grow exponentially with a text. Not thread-safe.
 */
public final class BoundedText implements CharSequence {
  private final String text;
  private final Supplier<? extends RuntimeException> tooHard;
  private int steps;

  /**
   * A text.
   *
   * @param steps how many characters may be looked at
   * @param tooHard makes the exception at the next one
   */
  public BoundedText(String text, int steps, Supplier<? extends RuntimeException> tooHard) {
    this.text = text;
    this.steps = steps;
    this.tooHard = tooHard;
  }

  @Override
  public char charAt(int index) {
    if (--steps < 0) {
      throw tooHard.get();
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
