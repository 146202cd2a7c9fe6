package io.github.sentiment4j.cli.input;

import io.github.sentiment4j.core.SentimentException;

/**
 * The reason why an input has no prediction.
 *
 * @param code the name of an {@link io.github.sentiment4j.core.ErrorCode} or {@link #INVALID_INPUT}
 * @param message the message for people
 */
public record InputProblem(String code, String message) {
  /** The code of a line or row that does not follow its format. */
  static final String INVALID_INPUT = "INVALID_INPUT";

  public static InputProblem of(SentimentException error) {
    return new InputProblem(error.code().name(), error.getMessage());
  }

  static InputProblem invalidInput(String place, String message) {
    return new InputProblem(INVALID_INPUT, place + ": " + message);
  }
}
