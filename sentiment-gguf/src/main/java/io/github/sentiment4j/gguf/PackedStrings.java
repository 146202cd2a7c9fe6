package io.github.sentiment4j.gguf;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/**
 * Strings as their UTF-8, one behind the other; each is decoded when it is asked for. A vocabulary
 * of 152,000 tokens and its merges are read and checked without making 300,000 objects of them.
 */
final class PackedStrings extends AbstractList<String> implements RandomAccess {
  private final byte[] bytes;

  /** The end of each string in {@link #bytes}. */
  private final int[] ends;

  private PackedStrings(byte[] bytes, int[] ends) {
    this.bytes = bytes;
    this.ends = ends;
  }

  /**
   * Packs strings.
   *
   * @throws IllegalArgumentException if one is not well-formed Unicode
   */
  static PackedStrings of(List<String> strings) {
    Builder builder = new Builder(strings.size(), 0);
    for (String string : strings) {
      ByteBuffer text = Utf8.encode(string);
      int length = text.remaining();
      text.get(builder.add(length, Integer.MAX_VALUE), builder.lastStart(), length);
    }
    return builder.build();
  }

  /** Takes strings one after the other. */
  static final class Builder {
    private final int[] ends;
    private byte[] bytes;
    private int count;
    private int size;

    /** Starts with room for a number of strings and a number of bytes; more may follow. */
    Builder(int count, int bytes) {
      this.ends = new int[count];
      this.bytes = new byte[bytes];
    }

    /**
     * Adds a string, whose well-formed UTF-8 the caller puts where {@link #lastStart} says.
     *
     * @param length in bytes
     * @param most an upper bound for the bytes of this string and all that follow
     */
    byte[] add(int length, long most) {
      if (length > bytes.length - size) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(size + most, 2L * (size + length)));
      }
      size += length;
      ends[count++] = size;
      return bytes;
    }

    /** Returns the start of the string that was added last. */
    int lastStart() {
      return count < 2 ? 0 : ends[count - 2];
    }

    PackedStrings build() {
      return new PackedStrings(size == bytes.length ? bytes : Arrays.copyOf(bytes, size), ends);
    }
  }

  /** The UTF-8 of all strings; not a copy. */
  byte[] bytes() {
    return bytes;
  }

  /** Returns the start of a string in {@link #bytes}. */
  int start(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  /** Returns the end of a string in {@link #bytes}. */
  int end(int index) {
    return ends[index];
  }

  @Override
  public String get(int index) {
    int start = start(index);
    return new String(bytes, start, ends[index] - start, UTF_8);
  }

  @Override
  public int size() {
    return ends.length;
  }
}
