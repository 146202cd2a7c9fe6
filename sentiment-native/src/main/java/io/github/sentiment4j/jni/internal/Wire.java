package io.github.sentiment4j.jni.internal;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.Truncation;
import java.util.List;

/** The numbers that cross JNI, as {@code wire.h} has them: a test compares the two. */
public final class Wire {
  /** Ints before the texts in a result of {@link Natives#score}. */
  public static final int HEADER_INTS = 3;

  /** Ints of a text in it. */
  public static final int TEXT_INTS = 4;

  /** Ints of a segment in it. */
  public static final int SEGMENT_INTS = 1 + Sentiment.COUNT;

  /** What became of a text. */
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

  /** A truncation crosses as its index. */
  public static final List<Truncation> TRUNCATIONS = List.of(Truncation.values());

  /** The status of a text crosses as its index. */
  public static final List<TextStatus> TEXT_STATUSES = List.of(TextStatus.values());

  /** A failure crosses as its index. */
  static final List<NativeFailure> FAILURES = List.of(NativeFailure.values());

  private Wire() {}
}
