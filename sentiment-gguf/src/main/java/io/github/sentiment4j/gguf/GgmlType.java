package io.github.sentiment4j.gguf;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The element type of a tensor: the numbers and block sizes of ggml in llama.cpp v0.5.0. A row of a
 * tensor is a whole number of blocks.
 */
public enum GgmlType {
  /** IEEE 754 single precision. */
  F32(0, 1, 4),
  /** IEEE 754 half precision. */
  F16(1, 1, 2),
  /** 4 bits, one scale per block. */
  Q4_0(2, 32, 18),
  /** 4 bits, scale and minimum per block. */
  Q4_1(3, 32, 20),
  /** 5 bits, one scale per block. */
  Q5_0(6, 32, 22),
  /** 5 bits, scale and minimum per block. */
  Q5_1(7, 32, 24),
  /** 8 bits, one scale per block. */
  Q8_0(8, 32, 34),
  /** 8 bits, scale and sum per block; activations only. */
  Q8_1(9, 32, 36),
  /** 2 bits, super-blocks. */
  Q2_K(10, 256, 84),
  /** 3 bits, super-blocks. */
  Q3_K(11, 256, 110),
  /** 4 bits, super-blocks. */
  Q4_K(12, 256, 144),
  /** 5 bits, super-blocks. */
  Q5_K(13, 256, 176),
  /** 6 bits, super-blocks. */
  Q6_K(14, 256, 210),
  /** 8 bits, super-blocks; activations only. */
  Q8_K(15, 256, 292),
  /** 2.06 bits, codebook. */
  IQ2_XXS(16, 256, 66),
  /** 2.31 bits, codebook. */
  IQ2_XS(17, 256, 74),
  /** 3.06 bits, codebook. */
  IQ3_XXS(18, 256, 98),
  /** 1.56 bits, codebook. */
  IQ1_S(19, 256, 50),
  /** 4 bits, non-linear. */
  IQ4_NL(20, 32, 18),
  /** 3.44 bits, codebook. */
  IQ3_S(21, 256, 110),
  /** 2.56 bits, codebook. */
  IQ2_S(22, 256, 82),
  /** 4.25 bits, non-linear super-blocks. */
  IQ4_XS(23, 256, 136),
  /** Signed 8-bit integer. */
  I8(24, 1, 1),
  /** Signed 16-bit integer. */
  I16(25, 1, 2),
  /** Signed 32-bit integer. */
  I32(26, 1, 4),
  /** Signed 64-bit integer. */
  I64(27, 1, 8),
  /** IEEE 754 double precision. */
  F64(28, 1, 8),
  /** 1.75 bits, codebook. */
  IQ1_M(29, 256, 56),
  /** bfloat16. */
  BF16(30, 1, 2),
  /** 1.69 bits, ternary. */
  TQ1_0(34, 256, 54),
  /** 2.06 bits, ternary. */
  TQ2_0(35, 256, 66),
  /** OCP microscaling 4-bit floating point. */
  MXFP4(39, 32, 17),
  /** NVIDIA 4-bit floating point. */
  NVFP4(40, 64, 36),
  /** 1 bit, one scale per block. */
  Q1_0(41, 128, 18),
  /** 2 bits, one scale per block. */
  Q2_0(42, 64, 18);

  private static final @Nullable GgmlType[] BY_ID = new GgmlType[43];

  static {
    for (GgmlType type : values()) {
      BY_ID[type.id] = type;
    }
  }

  private final int id;
  private final int blockElements;
  private final int blockBytes;

  GgmlType(int id, int blockElements, int blockBytes) {
    this.id = id;
    this.blockElements = blockElements;
    this.blockBytes = blockBytes;
  }

  /** The number of this type in a file. */
  public int id() {
    return id;
  }

  /** Elements of one block, 1 to 256. */
  public int blockElements() {
    return blockElements;
  }

  /** Bytes of one block. */
  public int blockBytes() {
    return blockBytes;
  }

  /**
   * Bytes of a number of elements.
   *
   * @throws IllegalArgumentException if they are negative or not a whole number of blocks
   * @throws ArithmeticException if the bytes do not fit into a long
   */
  public long bytes(long elements) {
    if (elements < 0 || elements % blockElements != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: expected a multiple of %d elements, found %d",
              this,
              blockElements,
              elements));
    }
    return Math.multiplyExact(elements / blockElements, (long) blockBytes);
  }

  /** The type with a number, or null if ggml has none or has removed it. */
  static @Nullable GgmlType byId(int id) {
    return id >= 0 && id < BY_ID.length ? BY_ID[id] : null;
  }

  /** Returns whether ggml once had a type with this number. */
  static boolean isRemoved(int id) {
    return id >= 0 && id < BY_ID.length && BY_ID[id] == null;
  }
}
