package io.github.sentiment4j.model.tensor.internal;

/** bfloat16: the first half of a float's bits. */
public final class BFloat16 {
  private static final int QUIET = 0x0040_0000;

  private BFloat16() {}

  /** The value of a bfloat16; all bits of a NaN are kept. */
  public static float toFloat(short bfloat) {
    return Float.intBitsToFloat(bfloat << 16);
  }

  /**
   * The nearest bfloat16, ties to even; a NaN keeps its first bits and becomes quiet. The same as
   * {@code ggml_fp32_to_bf16} of llama.cpp and the BF16 of gguf-py.
   */
  public static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    if ((bits & 0x7FFF_FFFF) > 0x7F80_0000) {
      return (short) ((bits | QUIET) >>> 16);
    }
    return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
  }
}
