package io.github.sentiment4j.jni.internal;

import io.github.sentiment4j.core.SentimentException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A failure in native code. {@code java.cpp} creates it. */
public final class NativeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int code; // number of a NativeFailure

  NativeException(int code, byte[] message) {
    super(new String(message, StandardCharsets.UTF_8));
    this.code = code;
  }

  /** Returns the message of native code. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  public SentimentException translate() {
    return new SentimentException(Wire.FAILURES.get(code).code, getMessage(), this);
  }
}
