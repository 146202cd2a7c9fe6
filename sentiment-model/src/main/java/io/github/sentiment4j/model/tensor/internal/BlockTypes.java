package io.github.sentiment4j.model.tensor.internal;

/**
 * The types in blocks of 32 elements. Bytes of a block, halves first, {@code q} two elements to a
 * byte: the first 16 elements in the low bits, the last 16 in the high bits.
 *
 * <pre>{@code
 * Q4_0 --> d (f16), q (16)                          x = d (q - 8)
 * Q4_1 --> d (f16), m (f16), q (16)                 x = d q + m
 * Q5_0 --> d (f16), fifth bits (uint32), q (16)     x = d (q - 16)
 * Q5_1 --> d (f16), m (f16), fifth bits, q (16)     x = d q + m
 * Q8_0 --> d (f16), q (int8, 32)                    x = d q
 * }</pre>
 */
final class BlockTypes {
  private static final int BLOCK = 32;
  private static final int HALF = BLOCK / 2;

  private BlockTypes() {}

  static void decodeQ4Scaled(byte[] source, int elements, float[] target, int offset) {
    for (int at = 0, to = offset; to < offset + elements; at += 18, to += BLOCK) {
      float d = LittleEndian.getHalf(source, at);
      for (int i = 0; i < HALF; i++) {
        int q = source[at + 2 + i];
        target[to + i] = d * ((q & 0xF) - 8);
        target[to + HALF + i] = d * (((q >> 4) & 0xF) - 8);
      }
    }
  }

  static void decodeQ4Affine(byte[] source, int elements, float[] target, int offset) {
    for (int at = 0, to = offset; to < offset + elements; at += 20, to += BLOCK) {
      float d = LittleEndian.getHalf(source, at);
      float m = LittleEndian.getHalf(source, at + 2);
      for (int i = 0; i < HALF; i++) {
        int q = source[at + 4 + i];
        target[to + i] = d * (q & 0xF) + m;
        target[to + HALF + i] = d * ((q >> 4) & 0xF) + m;
      }
    }
  }

  static void decodeQ5Scaled(byte[] source, int elements, float[] target, int offset) {
    for (int at = 0, to = offset; to < offset + elements; at += 22, to += BLOCK) {
      float d = LittleEndian.getHalf(source, at);
      int bits = LittleEndian.getInt(source, at + 2);
      for (int i = 0; i < HALF; i++) {
        int q = source[at + 6 + i];
        target[to + i] = d * (((q & 0xF) | fifth(bits, i)) - 16);
        target[to + HALF + i] = d * ((((q >> 4) & 0xF) | fifth(bits, HALF + i)) - 16);
      }
    }
  }

  static void decodeQ5Affine(byte[] source, int elements, float[] target, int offset) {
    for (int at = 0, to = offset; to < offset + elements; at += 24, to += BLOCK) {
      float d = LittleEndian.getHalf(source, at);
      float m = LittleEndian.getHalf(source, at + 2);
      int bits = LittleEndian.getInt(source, at + 4);
      for (int i = 0; i < HALF; i++) {
        int q = source[at + 8 + i];
        target[to + i] = d * ((q & 0xF) | fifth(bits, i)) + m;
        target[to + HALF + i] = d * (((q >> 4) & 0xF) | fifth(bits, HALF + i)) + m;
      }
    }
  }

  /** The fifth bit of an element, at its place. */
  private static int fifth(int bits, int element) {
    return ((bits >>> element) & 1) << 4;
  }

  static void decodeQ8(byte[] source, int elements, float[] target, int offset) {
    for (int at = 0, to = offset; to < offset + elements; at += 34, to += BLOCK) {
      float d = LittleEndian.getHalf(source, at);
      for (int i = 0; i < BLOCK; i++) {
        target[to + i] = d * source[at + 2 + i];
      }
    }
  }

  static void encodeQ8(float[] source, int offset, int elements, byte[] target) {
    for (int at = 0, from = offset; from < offset + elements; at += 34, from += BLOCK) {
      // Compared as bits, a NaN is the largest of all.
      int largest = 0;
      for (int i = 0; i < BLOCK; i++) {
        largest = Math.max(largest, Float.floatToRawIntBits(source[from + i]) & 0x7FFF_FFFF);
      }
      float d = Float.intBitsToFloat(largest) / 127;
      float inverse = d == 0 ? 0 : 1 / d;
      LittleEndian.putShort(target, at, Float16.fromFloat(d));
      // Where 1/d overflows, gguf-py makes NaN and then 0 of everything.
      float scale = Float.isFinite(inverse) ? inverse : 0;
      for (int i = 0; i < BLOCK; i++) {
        target[at + 2 + i] = roundAwayFromZero(source[from + i] * scale);
      }
    }
  }

  /**
   * The nearest integer of a number in [-127.5, 127.5], ties away from zero. Exact because the sum
   * is in double precision; without a branch on the sign, which a CPU cannot predict.
   */
  private static byte roundAwayFromZero(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >> 31;
    int rounded = (int) (Float.intBitsToFloat(bits & 0x7FFF_FFFF) + 0.5);
    return (byte) ((rounded ^ sign) - sign);
  }
}
