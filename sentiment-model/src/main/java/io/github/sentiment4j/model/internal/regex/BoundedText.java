package io.github.sentiment4j.model.internal.regex;

import java.util.function.Supplier;

/**
 * A text that counts how often its characters are looked at, and ends a match that takes too many
 * steps: a pattern may take a time that grows exponentially with a text. For one thread.
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
