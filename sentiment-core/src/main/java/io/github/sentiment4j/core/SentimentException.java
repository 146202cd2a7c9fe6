package io.github.sentiment4j.core;

import java.util.Objects;

/**
 * The one exception of this library. {@link #code()} is for programs, the message for people: what
 * was expected, what was found, where, and what to do next.
 */
public final class SentimentException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Which kind of failure this is. */
  private final ErrorCode code;

  private final String detail;

  /** An exception without a cause. */
  public SentimentException(ErrorCode code, String message) {
    this(code, message, null);
  }

  /** An exception with the failure that led to it. */
  public SentimentException(ErrorCode code, String message, Throwable cause) {
    super(message + " [" + code + ", see docs/troubleshooting.md#" + code.anchor() + "]", cause);
    this.code = Objects.requireNonNull(code, "code");
    this.detail = message;
  }

  /**
   * Returns a failure of a model file under the code of the same name, with the same message.
   *
   * @param kind the kind of the cause, such as that of a {@code ModelFileException}
   * @throws IllegalArgumentException if no {@link ErrorCode} has the name of the kind
   */
  public static SentimentException of(Enum<?> kind, RuntimeException cause) {
    return new SentimentException(
        ErrorCode.valueOf(kind.name()), String.valueOf(cause.getMessage()), cause);
  }

  /** The kind of failure. */
  public ErrorCode code() {
    return code;
  }

  /** The message without code and anchor, for another message that says the same. */
  public String detail() {
    return detail;
  }
}
