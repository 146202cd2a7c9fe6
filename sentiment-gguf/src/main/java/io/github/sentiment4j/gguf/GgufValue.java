package io.github.sentiment4j.gguf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One metadata value: a number, a truth value, a string, or an array of one of these. Immutable.
 *
 * <p>The accessors do not convert between types: a call for another type than the value has throws
 * {@link IllegalStateException}. {@link GgufFile} has lookups that name file and key as well.
 */
public final class GgufValue {
  private static final int SHOWN_CHARS = 60;

  private static final byte[] NO_ELEMENTS = {};

  private final GgufType type;

  /** The type of the elements of an array; the type itself for everything else. */
  private final GgufType elementType;

  private final long bits;

  /** The elements of an array of numbers; empty for everything else. */
  private final byte[] elements;

  /** The string or the elements of an array of strings; empty for everything else. */
  private final List<String> strings;

  private GgufValue(
      GgufType type, GgufType elementType, long bits, byte[] elements, List<String> strings) {
    this.type = type;
    this.elementType = elementType;
    this.bits = bits;
    this.elements = elements;
    this.strings = strings;
  }

  /**
   * An unsigned 32-bit integer.
   *
   * @throws IllegalArgumentException if the value is not in [0, 2<sup>32</sup>)
   */
  public static GgufValue uint32(long value) {
    if (value < 0 || value > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException("expected an integer in [0, 2^32), found " + value);
    }
    return scalar(GgufType.UINT32, value);
  }

  /** A signed 32-bit integer. */
  public static GgufValue int32(int value) {
    return scalar(GgufType.INT32, value);
  }

  /** A single-precision number. */
  public static GgufValue float32(float value) {
    return scalar(GgufType.FLOAT32, Float.floatToRawIntBits(value));
  }

  /** A truth value. */
  public static GgufValue bool(boolean value) {
    return scalar(GgufType.BOOL, value ? 1 : 0);
  }

  /** A string. */
  public static GgufValue string(String value) {
    return new GgufValue(GgufType.STRING, GgufType.STRING, 0, NO_ELEMENTS, List.of(value));
  }

  /** An array of strings. */
  public static GgufValue strings(List<String> values) {
    return ofStrings(List.copyOf(values));
  }

  /** An array of signed 32-bit integers. */
  public static GgufValue int32s(int... values) {
    byte[] bytes = new byte[values.length * Integer.BYTES];
    littleEndian(bytes).asIntBuffer().put(values);
    return ofElements(GgufType.INT32, bytes);
  }

  /** An array of single-precision numbers. */
  public static GgufValue float32s(float... values) {
    byte[] bytes = new byte[values.length * Float.BYTES];
    littleEndian(bytes).asFloatBuffer().put(values);
    return ofElements(GgufType.FLOAT32, bytes);
  }

  static GgufValue float32s(List<Float> values) {
    byte[] bytes = new byte[values.size() * Float.BYTES];
    values.forEach(littleEndian(bytes)::putFloat);
    return ofElements(GgufType.FLOAT32, bytes);
  }

  /** A number or truth value from its bits, sign-extended where the type has a sign. */
  static GgufValue scalar(GgufType type, long bits) {
    return new GgufValue(type, type, bits, NO_ELEMENTS, List.of());
  }

  /** An array of numbers or truth values; takes over the little-endian bytes. */
  static GgufValue ofElements(GgufType elementType, byte[] elements) {
    return new GgufValue(GgufType.ARRAY, elementType, 0, elements, List.of());
  }

  /** An array of strings; takes over the list. */
  static GgufValue ofStrings(List<String> strings) {
    return new GgufValue(GgufType.ARRAY, GgufType.STRING, 0, NO_ELEMENTS, strings);
  }

  /** The type; {@link GgufType#ARRAY} for arrays. */
  public GgufType type() {
    return type;
  }

  /** The type and, for arrays, length, such as {@code UINT32} or {@code STRING[3]}. */
  public String typeName() {
    return type == GgufType.ARRAY ? elementType + "[" + length() + "]" : type.toString();
  }

  /** The number of elements of an array; 1 for everything else. */
  public int length() {
    if (type != GgufType.ARRAY) {
      return 1;
    }
    return elementType == GgufType.STRING ? strings.size() : elements.length / elementType.bytes();
  }

  /** Returns whether this is an array with elements of a type. */
  public boolean isArrayOf(GgufType expected) {
    return type == GgufType.ARRAY && elementType == expected;
  }

  /** Returns whether this is one integer, of any width. */
  public boolean isInteger() {
    return switch (type) {
      case UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64 -> true;
      case FLOAT32, FLOAT64, BOOL, STRING, ARRAY -> false;
    };
  }

  /** The integer; a {@link GgufType#UINT64} from 2<sup>63</sup> on is negative. */
  public long asInteger() {
    require(isInteger(), "an integer");
    return bits;
  }

  /** The {@link GgufType#FLOAT32}. */
  public float asFloat32() {
    require(type == GgufType.FLOAT32, "FLOAT32");
    return Float.intBitsToFloat((int) bits);
  }

  /** The {@link GgufType#BOOL}. */
  public boolean asBool() {
    require(type == GgufType.BOOL, "BOOL");
    return bits != 0;
  }

  /** The {@link GgufType#STRING}. */
  public String asString() {
    require(type == GgufType.STRING, "STRING");
    return strings.get(0);
  }

  /**
   * The strings, as an unmodifiable list. That of a file's value makes a string of its UTF-8
   * whenever one is asked for: copy it before going through it again and again.
   */
  public List<String> asStrings() {
    require(isArrayOf(GgufType.STRING), "STRING[]");
    return strings;
  }

  /** A copy of the {@link GgufType#INT32} elements. */
  public int[] asInt32s() {
    require(isArrayOf(GgufType.INT32), "INT32[]");
    int[] values = new int[length()];
    littleEndian(elements).asIntBuffer().get(values);
    return values;
  }

  /** A copy of the {@link GgufType#FLOAT32} elements. */
  public float[] asFloat32s() {
    require(isArrayOf(GgufType.FLOAT32), "FLOAT32[]");
    float[] values = new float[length()];
    littleEndian(elements).asFloatBuffer().get(values);
    return values;
  }

  /** Returns the element type of an array; the type itself for everything else. */
  GgufType elementType() {
    return elementType;
  }

  /** The bits of a number or truth value. */
  long bits() {
    return bits;
  }

  /** The little-endian bytes of an array of numbers or truth values; not a copy. */
  byte[] elements() {
    return elements;
  }

  /** The strings as their UTF-8. */
  PackedStrings packedStrings() {
    return strings instanceof PackedStrings packed ? packed : PackedStrings.of(asStrings());
  }

  private void require(boolean holds, String expected) {
    if (!holds) {
      throw new IllegalStateException("expected " + expected + ", found " + typeName());
    }
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof GgufValue that
        && type == that.type
        && elementType == that.elementType
        && bits == that.bits
        && Arrays.equals(elements, that.elements)
        && strings.equals(that.strings);
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, elementType, bits, Arrays.hashCode(elements), strings);
  }

  /** The value for people: a long string cut, an array by type and length only. */
  @Override
  public String toString() {
    return switch (type) {
      case STRING -> quote(strings.get(0));
      case FLOAT32 -> Float.toString(asFloat32());
      case FLOAT64 -> Double.toString(Double.longBitsToDouble(bits));
      case BOOL -> Boolean.toString(asBool());
      case UINT64 -> Long.toUnsignedString(bits);
      case ARRAY -> typeName();
      case UINT8, INT8, UINT16, INT16, UINT32, INT32, INT64 -> Long.toString(bits);
    };
  }

  /** A string in quotes on one line, cut after some 60 characters, for messages. */
  public static String quote(String text) {
    String shown = text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "…";
    return '"' + shown.replace("\n", "\\n").replace("\r", "\\r").replace("\0", "\\0") + '"';
  }
}
