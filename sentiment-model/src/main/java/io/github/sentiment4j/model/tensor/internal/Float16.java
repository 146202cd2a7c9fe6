package io.github.sentiment4j.model.tensor.internal;

/** IEEE 754 half precision: 1 sign, 5 exponent and 10 fraction bits. */
public final class Float16 {
  private static final int INFINITY = 0x7C00;

  /** 2<sup>16</sup> as a float: all floats from here on overflow. */
  private static final int OVERFLOW = 143 << 23;

  /** 2<sup>-14</sup> as a float: below, halves are subnormal. */
  private static final int SMALLEST_NORMAL = 113 << 23;

  /** The float whose last place is 2<sup>-24</sup>, as that of subnormal halves. */
  private static final float SUBNORMAL_PLACE = 0.5f;

  private Float16() {}

  /** The value of a half. All bits of a NaN are kept. */
  public static float toFloat(short half) {
    int magnitude = half & 0x7FFF;
    int sign = (half & 0x8000) << 16;
    if (magnitude >= INFINITY) {
      return Float.intBitsToFloat(sign | 0x7F80_0000 | (magnitude << 13));
    }
    // The exponents' biases differ by 112; the product also scales subnormals.
    return Float.intBitsToFloat(sign | (magnitude << 13)) * 0x1p112f;
  }

  /**
   * The nearest half, ties to even; infinity from 65,520 on. Of a NaN the first ten fraction bits
   * are kept, or one bit is set where they are zero. The same as numpy's {@code astype(float16)}.
   */
  public static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    int magnitude = bits & 0x7FFF_FFFF;
    int sign = (bits >>> 16) & 0x8000;
    if (magnitude >= OVERFLOW) {
      return (short) (sign | (magnitude > 0x7F80_0000 ? nan(magnitude) : INFINITY));
    }
    if (magnitude < SMALLEST_NORMAL) {
      float rounded = Float.intBitsToFloat(magnitude) + SUBNORMAL_PLACE;
      return (short)
          (sign | (Float.floatToRawIntBits(rounded) - Float.floatToRawIntBits(SUBNORMAL_PLACE)));
    }
    int odd = (magnitude >>> 13) & 1;
    return (short) (sign | ((magnitude - (112 << 23) + 0xFFF + odd) >>> 13));
  }

  private static int nan(int magnitude) {
    int fraction = (magnitude >>> 13) & 0x3FF;
    return INFINITY | (fraction == 0 ? 1 : fraction);
  }
}
