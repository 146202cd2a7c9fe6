package io.github.sentiment4j.model.tensor.internal;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The element types one element at a time, as ggml-quants.c and IEEE 754 describe them. */
final class PlainReference {
  /** The halves from 0 on; the one after the largest would be 65536, from half way on infinity. */
  private static final double[] HALVES =
      IntStream.rangeClosed(0, 0x7C00).mapToDouble(i -> i < 0x7C00 ? half(i) : 65_536).toArray();

  private PlainReference() {}

  /** Element i of a block. */
  static float element(TensorCodec codec, byte[] block, int i) {
    return switch (codec) {
      case Q4_0 -> half(block, 0) * (nibble(block, 2, i) - 8);
      case Q4_1 -> half(block, 0) * nibble(block, 4, i) + half(block, 2);
      case Q5_0 -> half(block, 0) * (nibble(block, 6, i) + 16 * bit(block, 2, i) - 16);
      case Q5_1 -> half(block, 0) * (nibble(block, 8, i) + 16 * bit(block, 4, i)) + half(block, 2);
      case Q8_0 -> half(block, 0) * block[2 + i];
      case Q4_K -> affine(block, i, superNibble(block, 16, i));
      case Q5_K ->
          affine(block, i, superNibble(block, 48, i) + 16 * ((block[16 + i % 32] >> (i / 32)) & 1));
      case Q6_K -> {
        int inHalf = i % 128;
        int low = (block[64 * (i / 128) + inHalf % 64] >> (4 * (inHalf / 64))) & 15;
        int high = (block[128 + 32 * (i / 128) + i % 32] >> (2 * (inHalf / 32))) & 3;
        yield half(block, 208) * block[192 + i / 16] * (low + 16 * high - 32);
      }
      default -> throw new IllegalArgumentException(codec.toString());
    };
  }

  /** A half by its definition. */
  static float half(int bits) {
    int exponent = (bits >> 10) & 31;
    int fraction = bits & 1023;
    double magnitude =
        exponent == 0
            ? fraction * 0x1p-24
            : exponent == 31
                ? (fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN)
                : Math.scalb(1024.0 + fraction, exponent - 25);
    return (float) ((bits & 0x8000) == 0 ? magnitude : -magnitude);
  }

  /** The first of the two nearest halves, found by looking at all of them; no NaN. */
  static short nearestHalf(float value) {
    double magnitude = Math.abs((double) value);
    int found = Arrays.binarySearch(HALVES, Math.min(magnitude, 65536));
    if (found < 0) {
      int above = -found - 1;
      double down = magnitude - HALVES[above - 1];
      double up = HALVES[above] - magnitude;
      found = down < up || (down == up && above % 2 == 1) ? above - 1 : above;
    }
    return (short) (value < 0 || 1 / value < 0 ? found | 0x8000 : found);
  }

  /** gguf-py's Q8_0, step by step. */
  static byte[] q8(float[] block) {
    float largest = 0;
    for (float x : block) {
      largest = Math.max(largest, Math.abs(x));
    }
    float d = largest / 127;
    float inverse = d == 0 ? 0 : 1 / d;
    byte[] result = new byte[34];
    short half = nearestHalf(d);
    result[0] = (byte) half;
    result[1] = (byte) (half >> 8);
    for (int i = 0; i < block.length; i++) {
      float n = block[i] * inverse;
      float floored = (float) Math.floor(Math.abs(n));
      float rounded = floored + (float) Math.floor(2 * (Math.abs(n) - floored));
      result[2 + i] = (byte) (int) (Math.signum(n) * rounded);
    }
    return result;
  }

  private static float half(byte[] block, int at) {
    return half((block[at] & 255) | ((block[at + 1] & 255) << 8));
  }

  /** Four bits of element i of 32: the first half of the elements are the low ones. */
  private static int nibble(byte[] block, int at, int i) {
    return (block[at + i % 16] >> (4 * (i / 16))) & 15;
  }

  /** Four bits of element i of 256: 32 low ones, 32 high ones, and so on. */
  private static int superNibble(byte[] block, int at, int i) {
    return (block[at + 32 * (i / 64) + i % 32] >> (4 * (i / 32 % 2))) & 15;
  }

  private static int bit(byte[] block, int at, int i) {
    return (block[at + i / 8] >> (i % 8)) & 1;
  }

  /** d scale q - dmin minimum. */
  private static float affine(byte[] block, int i, int q) {
    int j = i / 32;
    int scale;
    int minimum;
    if (j < 4) {
      scale = block[4 + j] & 63;
      minimum = block[8 + j] & 63;
    } else {
      scale = (block[8 + j] & 15) | ((block[j] & 192) >> 2);
      minimum = ((block[8 + j] & 240) >> 4) | ((block[4 + j] & 192) >> 2);
    }
    return half(block, 0) * scale * q - half(block, 2) * minimum;
  }
}
