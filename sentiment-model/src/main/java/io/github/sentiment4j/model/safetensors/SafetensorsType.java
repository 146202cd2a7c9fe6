package io.github.sentiment4j.model.safetensors;

import io.github.sentiment4j.model.tensor.internal.TensorCodec;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The element type of a tensor in a safetensors file, under the names of the format and in the
 * order in which the reference implementation ranks them.
 */
public enum SafetensorsType {
  /** Truth value in a byte. */
  BOOL(8),
  /** OCP 4-bit floating point. */
  F4(4),
  /** OCP 6-bit floating point, 3 fraction bits. */
  F6_E2M3(6),
  /** OCP 6-bit floating point, 2 fraction bits. */
  F6_E3M2(6),
  /** Unsigned 8-bit integer. */
  U8(8),
  /** Signed 8-bit integer. */
  I8(8),
  /** 8-bit floating point, 2 fraction bits. */
  F8_E5M2(8),
  /** 8-bit floating point, 3 fraction bits. */
  F8_E4M3(8),
  /** 8-bit exponent. */
  F8_E8M0(8),
  /** 8-bit floating point, 3 fraction bits, no negative zero. */
  F8_E4M3FNUZ(8),
  /** 8-bit floating point, 2 fraction bits, no negative zero. */
  F8_E5M2FNUZ(8),
  /** Signed 16-bit integer. */
  I16(16),
  /** Unsigned 16-bit integer. */
  U16(16),
  /** Half precision. */
  F16(16),
  /** bfloat16. */
  BF16(16),
  /** Signed 32-bit integer. */
  I32(32),
  /** Unsigned 32-bit integer. */
  U32(32),
  /** Single precision. */
  F32(32),
  /** Complex number of two single-precision numbers. */
  C64(64),
  /** Double precision. */
  F64(64),
  /** Signed 64-bit integer. */
  I64(64),
  /** Unsigned 64-bit integer. */
  U64(64);

  private static final Map<String, SafetensorsType> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(Enum::name, Function.identity()));

  private final int bits;

  SafetensorsType(int bits) {
    this.bits = bits;
  }

  /** Bits of an element. */
  public int bits() {
    return bits;
  }

  /** Returns the codec of weights of this type: F16, BF16, F32 or F64. */
  Optional<TensorCodec> codec() {
    return switch (this) {
      case F16 -> Optional.of(TensorCodec.F16);
      case BF16 -> Optional.of(TensorCodec.BF16);
      case F32 -> Optional.of(TensorCodec.F32);
      case F64 -> Optional.of(TensorCodec.F64);
      default -> Optional.empty();
    };
  }

  /** The type with a name of the format, such as {@code BF16}. */
  static Optional<SafetensorsType> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }
}
