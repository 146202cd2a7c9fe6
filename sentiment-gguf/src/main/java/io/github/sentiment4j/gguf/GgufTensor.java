package io.github.sentiment4j.gguf;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The description of one tensor. Immutable.
 *
 * <p>The shape is in GGUF order, the contiguous dimension first: a matrix that maps n inputs to m
 * outputs has the shape (n, m) and m rows of n elements.
 */
public final class GgufTensor {
  private final String name;
  private final long[] shape;
  private final GgmlType type;
  private final long offset;
  private final long bytes;

  /** Takes over the shape, which must be checked. */
  GgufTensor(String name, GgmlType type, long[] shape, long offset) {
    this.name = Objects.requireNonNull(name, "name");
    this.type = Objects.requireNonNull(type, "type");
    this.shape = shape;
    this.offset = offset;
    this.bytes = type.bytes(elements());
  }

  /** The same tensor at another offset. */
  GgufTensor at(long newOffset) {
    return new GgufTensor(name, type, shape, newOffset);
  }

  /** The name, unique in its file. */
  public String name() {
    return name;
  }

  /** A copy of the shape, 1 to 4 positive lengths. */
  public long[] shape() {
    return shape.clone();
  }

  /** The element type. */
  public GgmlType type() {
    return type;
  }

  /** Bytes from the start of the data section ({@link GgufFile#dataOffset()}) to this tensor. */
  public long offset() {
    return offset;
  }

  /** Bytes of the data, without padding. */
  public long bytes() {
    return bytes;
  }

  /** The number of elements. */
  public long elements() {
    long elements = 1;
    for (long length : shape) {
      elements = Math.multiplyExact(elements, length);
    }
    return elements;
  }

  /** Returns whether the shape is this one; lengths of 1 at the end do not matter. */
  public boolean hasShape(long... expected) {
    for (int i = 0; i < Math.max(shape.length, expected.length); i++) {
      if ((i < shape.length ? shape[i] : 1) != (i < expected.length ? expected[i] : 1)) {
        return false;
      }
    }
    return true;
  }

  /** The shape for people, such as {@code (896, 151936)}. */
  static String describe(long... shape) {
    return Arrays.stream(shape)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof GgufTensor that
        && name.equals(that.name)
        && type == that.type
        && offset == that.offset
        && Arrays.equals(shape, that.shape);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, type, offset, Arrays.hashCode(shape));
  }

  @Override
  public String toString() {
    return name + " " + type + " " + describe(shape);
  }
}
