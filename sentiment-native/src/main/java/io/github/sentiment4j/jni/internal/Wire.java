package io.github.sentiment4j.jni.internal;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.Truncation;
import java.util.List;

/** The numbers that cross JNI. {@code wire.h} repeats them, and a test compares the two. */
public final class Wire {
  /** The number of ints before the texts in a result of {@link Natives#score}. */
  public static final int HEADER_INTS = 3;

  /** The number of ints of a text in that result. */
  public static final int TEXT_INTS = 4;

  /** The number of ints of a segment in that result. */
  public static final int SEGMENT_INTS = 1 + Sentiment.COUNT;

  /** The outcome of scoring a text. */
  public enum TextStatus {
    SCORED,
    TOO_LONG,
    NO_TOKENS
  }

  /** The failures of native code. */
  enum NativeFailure {
    INTERNAL(ErrorCode.ENGINE_FAILED),
    ABORTED(ErrorCode.ENGINE_FAILED),
    OUT_OF_MEMORY(ErrorCode.ENGINE_FAILED),
    MODEL_LOAD(ErrorCode.MODEL_INVALID),
    CONTEXT(ErrorCode.ENGINE_FAILED),
    SETTING(ErrorCode.INVALID_SETTING),
    DECODE(ErrorCode.ENGINE_FAILED),
    CANCELLED(ErrorCode.CANCELLED),
    BACKEND(ErrorCode.ENGINE_UNAVAILABLE);

    final ErrorCode code;

    NativeFailure(ErrorCode code) {
      this.code = code;
    }
  }

  /** The truncations in the order of their numbers. */
  public static final List<Truncation> TRUNCATIONS = List.of(Truncation.values());

  /** The statuses of texts in the order of their numbers. */
  public static final List<TextStatus> TEXT_STATUSES = List.of(TextStatus.values());

  /** The failures in the order of their numbers. */
  static final List<NativeFailure> FAILURES = List.of(NativeFailure.values());

  private Wire() {}
}
