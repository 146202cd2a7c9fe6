package io.github.sentiment4j.core;

import java.util.Optional;
import java.util.OptionalInt;

/** What every text must be before it may wait for an engine. */
final class TextCheck {
  private TextCheck() {}

  /** What is wrong with a text, if anything. */
  static Optional<Ending.Failed> problem(String text) {
    if (text == null || isBlank(text)) {
      String found = text == null ? "null" : text.isEmpty() ? "an empty one" : "white space only";
      return Optional.of(
          new Ending.Failed(ErrorCode.EMPTY_TEXT, "Expected a text with content, found " + found));
    }
    OptionalInt lone = Surrogates.firstLone(text);
    if (lone.isPresent()) {
      return Optional.of(
          new Ending.Failed(
              ErrorCode.INVALID_TEXT,
              "Expected well-formed Unicode, found a "
                  + Surrogates.describe(text, lone.getAsInt())
                  + " of "
                  + text.length()
                  + " chars; it was probably cut in the middle of a character or decoded with the"
                  + " wrong charset"));
    }
    return Optional.empty();
  }

  /** As {@link String#isBlank()}, with no-break spaces, which web pages are full of. */
  private static boolean isBlank(String text) {
    return text.codePoints().allMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c));
  }
}
