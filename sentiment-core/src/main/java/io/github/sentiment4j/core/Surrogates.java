package io.github.sentiment4j.core;

import java.util.OptionalInt;

/** Finds what makes a string ill-formed Unicode, and so not expressible in UTF-8. */
final class Surrogates {
  private Surrogates() {}

  /** Index of the first surrogate that has no partner. */
  static OptionalInt firstLone(String text) {
    int i = 0;
    while (i < text.length()) {
      int codePoint = text.codePointAt(i); // a lone surrogate stands for itself
      if (Character.getType(codePoint) == Character.SURROGATE) {
        return OptionalInt.of(i);
      }
      i += Character.charCount(codePoint);
    }
    return OptionalInt.empty();
  }

  /** Throws INVALID_SETTING if a setting holds one. */
  static void requireNone(String setting, String text) {
    OptionalInt lone = firstLone(text);
    if (lone.isPresent()) {
      throw new SentimentException(
          ErrorCode.INVALID_SETTING,
          "Expected a "
              + setting
              + " of well-formed Unicode, found a "
              + describe(text, lone.getAsInt()));
    }
  }

  /** Says which code unit stands alone and where. */
  static String describe(String text, int index) {
    return String.format("lone surrogate U+%04X at index %d", (int) text.charAt(index), index);
  }
}
