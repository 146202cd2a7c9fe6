package io.github.sentiment4j.cli.input;

import io.github.sentiment4j.core.SentimentException;

/**
 * Why an input has no prediction.
 *
 * @param code an {@link io.github.sentiment4j.core.ErrorCode} or {@link #INVALID_INPUT}
 * @param message for people
 */
public record InputProblem(String code, String message) {
  /** A line or row that is not what its format asks for. */
  static final String INVALID_INPUT = "INVALID_INPUT";

  public static InputProblem of(SentimentException error) {
    return new InputProblem(error.code().name(), error.getMessage());
  }

  static InputProblem invalidInput(String place, String message) {
    return new InputProblem(INVALID_INPUT, place + ": " + message);
  }
}
