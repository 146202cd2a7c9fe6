package io.github.sentiment4j.model.tensor.internal;

/**
 * The types in super-blocks of 256 elements, which are 8 or 16 blocks with small integers as their
 * scales and minima.
 *
 * <pre>{@code
 * Q4_K --> d (f16), dmin (f16), scales (12), q (128)                   8 blocks of 32
 * Q5_K --> d (f16), dmin (f16), scales (12), fifth bits (32), q (128)  8 blocks of 32
 *          x = (d scale) q - (dmin minimum)
 * Q6_K --> q (128), high bits (64), scales (int8, 16), d (f16)         16 blocks of 16
 *          x = (d scale) (q - 32)
 * }</pre>
 */
final class SuperBlockTypes {
  private static final int SUPER_BLOCK = 256;
  private static final int BLOCK = 32;

  private SuperBlockTypes() {}

  static void decodeQ4(byte[] source, int elements, float[] target, int offset) {
    for (int at = 0, to = offset; to < offset + elements; at += 144, to += SUPER_BLOCK) {
      float d = LittleEndian.getHalf(source, at);
      float dmin = LittleEndian.getHalf(source, at + 2);
      for (int block = 0; block < 8; block++) {
        float scale = d * scale(source, at + 4, block);
        float minimum = dmin * minimum(source, at + 4, block);
        int from = at + 16 + block / 2 * BLOCK;
        int shift = block % 2 * 4;
        for (int i = 0; i < BLOCK; i++) {
          target[to + block * BLOCK + i] = scale * ((source[from + i] >> shift) & 0xF) - minimum;
        }
      }
    }
  }

  static void decodeQ5(byte[] source, int elements, float[] target, int offset) {
    for (int at = 0, to = offset; to < offset + elements; at += 176, to += SUPER_BLOCK) {
      float d = LittleEndian.getHalf(source, at);
      float dmin = LittleEndian.getHalf(source, at + 2);
      for (int block = 0; block < 8; block++) {
        float scale = d * scale(source, at + 4, block);
        float minimum = dmin * minimum(source, at + 4, block);
        int from = at + 48 + block / 2 * BLOCK;
        int shift = block % 2 * 4;
        for (int i = 0; i < BLOCK; i++) {
          int fifth = ((source[at + 16 + i] >> block) & 1) << 4;
          int q = ((source[from + i] >> shift) & 0xF) | fifth;
          target[to + block * BLOCK + i] = scale * q - minimum;
        }
      }
    }
  }

  static void decodeQ6(byte[] source, int elements, float[] target, int offset) {
    for (int at = 0, to = offset; to < offset + elements; at += 210, to += SUPER_BLOCK) {
      float d = LittleEndian.getHalf(source, at + 208);
      // Two halves of four groups of 32: the groups share the bytes of q in pairs, 64 apart.
      for (int group = 0; group < 8; group++) {
        int low = at + group / 4 * 64 + group % 2 * BLOCK;
        int lowShift = group / 2 % 2 * 4;
        int high = at + 128 + group / 4 * BLOCK;
        int highShift = group % 4 * 2;
        float first = d * source[at + 192 + 2 * group];
        float second = d * source[at + 192 + 2 * group + 1];
        for (int i = 0; i < BLOCK; i++) {
          int q =
              ((source[low + i] >> lowShift) & 0xF) | (((source[high + i] >> highShift) & 3) << 4);
          target[to + group * BLOCK + i] = (i < BLOCK / 2 ? first : second) * (q - 32);
        }
      }
    }
  }

  /** The six bits of a block's scale: the first four blocks have them in one piece. */
  private static int scale(byte[] bytes, int at, int block) {
    return block < 4
        ? bytes[at + block] & 0x3F
        : (bytes[at + 4 + block] & 0xF) | ((bytes[at + block - 4] >> 2) & 0x30);
  }

  /** The six bits of a block's minimum. */
  private static int minimum(byte[] bytes, int at, int block) {
    return block < 4
        ? bytes[at + 4 + block] & 0x3F
        : ((bytes[at + 4 + block] >> 4) & 0xF) | ((bytes[at + block] >> 2) & 0x30);
  }
}
