package io.github.sentiment4j.cli.input;

import io.github.sentiment4j.core.SentimentException;

/**
 * Why an input has no prediction.
 *
 * @param code an {@link io.github.sentiment4j.core.ErrorCode} or {@link #INVALID_INPUT}
 * @param message for people
 */
public record Problem(String code, String message) {
  /** A line or row that is not what its format asks for. */
  static final String INVALID_INPUT = "INVALID_INPUT";

  public static Problem of(SentimentException error) {
    return new Problem(error.code().name(), error.getMessage());
  }

  static Problem invalidInput(String place, String message) {
    return new Problem(INVALID_INPUT, place + ": " + message);
  }
}
