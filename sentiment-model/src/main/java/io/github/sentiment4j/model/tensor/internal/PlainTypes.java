package io.github.sentiment4j.model.tensor.internal;

/** Types whose elements stand alone. */
final class PlainTypes {
  private PlainTypes() {}

  static void decodeF32(byte[] source, int elements, float[] target, int offset) {
    for (int i = 0; i < elements; i++) {
      target[offset + i] = Float.intBitsToFloat(LittleEndian.getInt(source, i * Float.BYTES));
    }
  }

  static void encodeF32(float[] source, int offset, int elements, byte[] target) {
    for (int i = 0; i < elements; i++) {
      int bits = Float.floatToRawIntBits(source[offset + i]);
      LittleEndian.putInt(target, i * Float.BYTES, bits);
    }
  }

  static void decodeF16(byte[] source, int elements, float[] target, int offset) {
    for (int i = 0; i < elements; i++) {
      target[offset + i] = LittleEndian.getHalf(source, i * Short.BYTES);
    }
  }

  static void encodeF16(float[] source, int offset, int elements, byte[] target) {
    for (int i = 0; i < elements; i++) {
      LittleEndian.putShort(target, i * Short.BYTES, Float16.fromFloat(source[offset + i]));
    }
  }

  static void decodeBf16(byte[] source, int elements, float[] target, int offset) {
    for (int i = 0; i < elements; i++) {
      target[offset + i] = BFloat16.toFloat(LittleEndian.getShort(source, i * Short.BYTES));
    }
  }

  static void encodeBf16(float[] source, int offset, int elements, byte[] target) {
    for (int i = 0; i < elements; i++) {
      LittleEndian.putShort(target, i * Short.BYTES, BFloat16.fromFloat(source[offset + i]));
    }
  }

  static void decodeF64(byte[] source, int elements, float[] target, int offset) {
    for (int i = 0; i < elements; i++) {
      long bits = LittleEndian.getLong(source, i * Double.BYTES);
      target[offset + i] = (float) Double.longBitsToDouble(bits);
    }
  }
}
