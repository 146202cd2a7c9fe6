package io.github.sentiment4j.gguf;

/** The numbers of the format and the limits of a header. */
final class GgufLimits {
  /** {@code GGUF} as a little-endian int. */
  static final int MAGIC = 0x4655_4747;

  /** The version that is written. */
  static final int VERSION = 3;

  /** The alignment of a file without {@code general.alignment}. */
  static final int DEFAULT_ALIGNMENT = 32;

  static final String ALIGNMENT_KEY = "general.alignment";

  static final int MAX_KEY_BYTES = 65_535;

  /** ggml keeps names in 64 bytes with a terminating zero. */
  static final int MAX_TENSOR_NAME_BYTES = 63;

  static final int MAX_DIMENSIONS = 4;

  /** llama.cpp compares every key and every tensor name with all before it. */
  static final int MAX_KEYS = 10_000;

  static final int MAX_TENSORS = 65_536;

  /** The most bytes of a header; 262,000 tokens with their merges take about 20 MB. */
  static final int MAX_HEADER_BYTES = 1 << 26;

  private GgufLimits() {}

  static long pad(long value, long alignment) {
    return Math.addExact(value, alignment - 1) & -alignment;
  }
}
