package io.github.sentiment4j.gguf;

import java.util.Optional;

/**
 * The quantisation of a whole file: the numbers of {@code enum llama_ftype} in llama.h of llama.cpp
 * v0.5.0, kept under {@code general.file_type}. Norms and biases are float32 in every file; in
 * files of the K- and IQ-kinds some matrices have a wider type than the rest.
 */
public enum FileType {
  /** Single precision. */
  F32(0),
  /** Half precision. */
  F16(1),
  /** {@link GgmlType#Q4_0}. */
  Q4_0(2),
  /** {@link GgmlType#Q4_1}. */
  Q4_1(3),
  /** {@link GgmlType#Q8_0}. */
  Q8_0(7),
  /** {@link GgmlType#Q5_0}. */
  Q5_0(8),
  /** {@link GgmlType#Q5_1}. */
  Q5_1(9),
  /** 2 bits, mixed. */
  Q2_K(10),
  /** 3 bits, small mix. */
  Q3_K_S(11),
  /** 3 bits, medium mix. */
  Q3_K_M(12),
  /** 3 bits, large mix. */
  Q3_K_L(13),
  /** 4 bits, small mix. */
  Q4_K_S(14),
  /** 4 bits, medium mix. */
  Q4_K_M(15),
  /** 5 bits, small mix. */
  Q5_K_S(16),
  /** 5 bits, medium mix. */
  Q5_K_M(17),
  /** 6 bits. */
  Q6_K(18),
  /** 2.06 bits, codebook. */
  IQ2_XXS(19),
  /** 2.31 bits, codebook. */
  IQ2_XS(20),
  /** 2 bits, small mix. */
  Q2_K_S(21),
  /** 3.3 bits, codebook. */
  IQ3_XS(22),
  /** 3.06 bits, codebook. */
  IQ3_XXS(23),
  /** 1.56 bits, codebook. */
  IQ1_S(24),
  /** 4 bits, non-linear. */
  IQ4_NL(25),
  /** 3.44 bits, codebook. */
  IQ3_S(26),
  /** 3.66 bits, codebook, mixed. */
  IQ3_M(27),
  /** 2.5 bits, codebook. */
  IQ2_S(28),
  /** 2.7 bits, codebook, mixed. */
  IQ2_M(29),
  /** 4.25 bits, non-linear super-blocks. */
  IQ4_XS(30),
  /** 1.75 bits, codebook. */
  IQ1_M(31),
  /** bfloat16. */
  BF16(32),
  /** 1.69 bits, ternary. */
  TQ1_0(36),
  /** 2.06 bits, ternary. */
  TQ2_0(37),
  /** OCP microscaling 4-bit floating point. */
  MXFP4(38);

  private final int id;

  FileType(int id) {
    this.id = id;
  }

  /** The number under {@code general.file_type}. */
  public int id() {
    return id;
  }

  /** The type with a number; empty if none of these has it. */
  public static Optional<FileType> byId(long id) {
    for (FileType type : values()) {
      if (type.id == id) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
