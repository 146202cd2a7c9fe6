package io.github.sentiment4j.core;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one exception of this library. {@link #code()} is for programs, the message for people: what
 * was expected, what was found, where, and what to do next.
 */
public final class SentimentException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ErrorCode code;

  private final String detail;

  /** Creates an exception without a cause. */
  public SentimentException(ErrorCode code, String message) {
    this(code, message, null);
  }

  /** Creates an exception with the failure that led to it. */
  @SuppressWarnings("exports") // annotations are for the compiler only
  public SentimentException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message + " [" + code + ", see " + code.page() + "]", cause);
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

  /** Returns the kind of failure. */
  public ErrorCode code() {
    return code;
  }

  /** Returns the message with the code and the address of its page. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  /** Returns the message without the code and the address of its page. */
  public String detail() {
    return detail;
  }
}
