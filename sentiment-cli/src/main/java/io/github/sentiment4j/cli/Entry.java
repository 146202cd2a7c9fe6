package io.github.sentiment4j.cli;

import java.util.Optional;

/**
 * One input, as it was read.
 *
 * @param text to classify or, where there is a problem, what was found in its place
 * @param lastLine line of the input on which it ends, counted from 1; 0 if it is no part of a file
 * @param problem why {@code text} cannot be classified
 */
record Entry(String text, long lastLine, Optional<Problem> problem) {

  /** A text, with a problem if bytes of it were not UTF-8. */
  static Entry of(String text, long firstLine, long lastLine) {
    return new Entry(
        text,
        lastLine,
        Utf8Reader.malformedByte(text)
            .map(
                value ->
                    Problem.invalidInput(
                        firstLine,
                        String.format(
                            "byte 0x%02X is not valid UTF-8; save the input as UTF-8", value))));
  }

  static Entry broken(String found, long lastLine, Problem problem) {
    return new Entry(found, lastLine, Optional.of(problem));
  }
}
