package io.github.sentiment4j.model.tensor.internal;

import io.github.sentiment4j.gguf.GgmlType;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The codecs of tensor elements: to 32-bit floats and, for the types that a conversion writes, from
 * them. The results match gguf-py of llama.cpp v0.5.0 bit for bit, with the same order of float32
 * operations. Bytes are little endian whatever the order of the buffer.
 */
public enum TensorCodec {
  /** Single precision. */
  F32(GgmlType.F32, PlainTypes::decodeF32, PlainTypes::encodeF32),
  /** Half precision. */
  F16(GgmlType.F16, PlainTypes::decodeF16, PlainTypes::encodeF16),
  /** bfloat16. */
  BF16(GgmlType.BF16, PlainTypes::decodeBf16, PlainTypes::encodeBf16),
  /** Double precision, rounded to float. */
  F64(GgmlType.F64, PlainTypes::decodeF64, null),
  /** 4 bits and a scale. */
  Q4_0(GgmlType.Q4_0, BlockTypes::decodeQ4Scaled, null),
  /** 4 bits, scale and minimum. */
  Q4_1(GgmlType.Q4_1, BlockTypes::decodeQ4Affine, null),
  /** 5 bits and a scale. */
  Q5_0(GgmlType.Q5_0, BlockTypes::decodeQ5Scaled, null),
  /** 5 bits, scale and minimum. */
  Q5_1(GgmlType.Q5_1, BlockTypes::decodeQ5Affine, null),
  /** 8 bits and a scale. */
  Q8_0(GgmlType.Q8_0, BlockTypes::decodeQ8, BlockTypes::encodeQ8),
  /** 4 bits, super-blocks. */
  Q4_K(GgmlType.Q4_K, SuperBlockTypes::decodeQ4, null),
  /** 5 bits, super-blocks. */
  Q5_K(GgmlType.Q5_K, SuperBlockTypes::decodeQ5, null),
  /** 6 bits, super-blocks. */
  Q6_K(GgmlType.Q6_K, SuperBlockTypes::decodeQ6, null);

  /** Decodes whole blocks that start at the beginning of an array. */
  @FunctionalInterface
  private interface Decoder {
    void decode(byte[] source, int elements, float[] target, int offset);
  }

  /** Encodes whole blocks to the beginning of an array. */
  @FunctionalInterface
  private interface Encoder {
    void encode(float[] source, int offset, int elements, byte[] target);
  }

  /** The number of elements that are converted at once and fit the cache; whole blocks. */
  private static final int CHUNK_ELEMENTS = 2048;

  private static final Map<GgmlType, TensorCodec> BY_TYPE = new EnumMap<>(GgmlType.class);

  static {
    for (TensorCodec codec : values()) {
      BY_TYPE.put(codec.type, codec);
    }
  }

  private final GgmlType type;

  // Method references that capture nothing.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Decoder decoder;

  @SuppressWarnings("ImmutableEnumChecker")
  private final @Nullable Encoder encoder;

  TensorCodec(GgmlType type, Decoder decoder, @Nullable Encoder encoder) {
    this.type = type;
    this.decoder = decoder;
    this.encoder = encoder;
  }

  /** The codec of a type, or nothing if its elements cannot be read. */
  public static Optional<TensorCodec> of(GgmlType type) {
    return Optional.ofNullable(BY_TYPE.get(type));
  }

  /** The type. */
  public GgmlType type() {
    return type;
  }

  /** Returns whether {@link #encode} works: F32, F16, BF16 and Q8_0. */
  public boolean encodes() {
    return encoder != null;
  }

  /**
   * Reads elements from the position of a buffer, which moves behind them.
   *
   * @param elements how many, in whole blocks
   * @param target where they go, from {@code offset} on
   * @throws IllegalArgumentException if the elements are negative or not whole blocks
   * @throws BufferUnderflowException if the buffer has fewer bytes
   * @throws IndexOutOfBoundsException if the target is too short
   */
  public void decode(ByteBuffer source, int elements, float[] target, int offset) {
    if (type.bytes(elements) > source.remaining()) {
      throw new BufferUnderflowException();
    }
    Objects.checkFromIndexSize(offset, elements, target.length);
    byte[] chunk = new byte[(int) type.bytes(Math.min(elements, CHUNK_ELEMENTS))];
    for (int done = 0; done < elements; ) {
      int count = Math.min(elements - done, CHUNK_ELEMENTS);
      source.get(chunk, 0, (int) type.bytes(count));
      decoder.decode(chunk, count, target, offset + done);
      done += count;
    }
  }

  /**
   * Writes elements to the position of a buffer, which moves behind them.
   *
   * @param source where they come from, from {@code offset} on
   * @param elements how many, in whole blocks
   * @throws IllegalArgumentException if the elements are negative or not whole blocks
   * @throws BufferOverflowException if the buffer has no room
   * @throws IndexOutOfBoundsException if the source is too short
   * @throws UnsupportedOperationException if this type is only read, see {@link #encodes}
   */
  public void encode(float[] source, int offset, int elements, ByteBuffer target) {
    if (encoder == null) {
      throw new UnsupportedOperationException(this + " is only read");
    }
    if (type.bytes(elements) > target.remaining()) {
      throw new BufferOverflowException();
    }
    Objects.checkFromIndexSize(offset, elements, source.length);
    byte[] chunk = new byte[(int) type.bytes(Math.min(elements, CHUNK_ELEMENTS))];
    for (int done = 0; done < elements; ) {
      int count = Math.min(elements - done, CHUNK_ELEMENTS);
      encoder.encode(source, offset + done, count, chunk);
      target.put(chunk, 0, (int) type.bytes(count));
      done += count;
    }
  }
}
