package io.github.sentiment4j.jni.internal;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.SentimentException;
import java.nio.charset.StandardCharsets;

/** A failure in native code; made by {@code natives.cpp}. */
public final class NativeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The codes of {@code failure.h}, in its order. */
  private static final ErrorCode[] CODES = {
    ErrorCode.ENGINE_FAILED, // internal
    ErrorCode.ENGINE_FAILED, // aborted
    ErrorCode.ENGINE_FAILED, // out_of_memory
    ErrorCode.MODEL_INVALID, // model_load
    ErrorCode.ENGINE_FAILED, // context
    ErrorCode.INVALID_SETTING, // setting
    ErrorCode.ENGINE_FAILED, // decode
    ErrorCode.CANCELLED, // cancelled
    ErrorCode.ENGINE_UNAVAILABLE // backend
  };

  private final int code;

  NativeException(int code, byte[] message) {
    super(new String(message, StandardCharsets.UTF_8));
    this.code = code;
  }

  public SentimentException translate() {
    return new SentimentException(CODES[code], getMessage(), this);
  }
}
