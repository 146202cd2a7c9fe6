package io.github.sentiment4j.gguf;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * Little-endian reading from the start of a file, buffered, with every length checked against what
 * is left of the file before anything is allocated. Not a FileChannel: an interrupted caller must
 * not lose its model file to ClosedByInterruptException.
 */
final class HeaderInput {
  private static final int BUFFER_BYTES = 1 << 17;

  /** A guess with which reading a vocabulary rarely grows its array. */
  private static final int TYPICAL_STRING_BYTES = 12;

  private final Path path;
  private final RandomAccessFile file;
  private final long size;

  /** The offset that the header may not pass: the end of the file or the most bytes of a header. */
  private final long limit;

  /** The bytes that are read ahead: buffer[next, end). */
  private final byte[] buffer;

  private int next;
  private int end;

  /** The offset in the file behind the buffered bytes. */
  private long bufferedTo;

  HeaderInput(Path path, RandomAccessFile file, long size) {
    this.path = path;
    this.file = file;
    this.size = size;
    this.limit = Math.min(size, GgufLimits.MAX_HEADER_BYTES);
    this.buffer = new byte[(int) Math.min(limit, BUFFER_BYTES)];
  }

  Path path() {
    return path;
  }

  /** The size of the file in bytes. */
  long size() {
    return size;
  }

  long position() {
    return bufferedTo - (end - next);
  }

  long remaining() {
    return limit - position();
  }

  int readInt(String what) {
    return (int) readUnsigned(Integer.BYTES, what);
  }

  long readLong(String what) {
    fill(Long.BYTES, what);
    long low = intAt(next) & 0xFFFF_FFFFL;
    long high = intAt(next + Integer.BYTES);
    next += Long.BYTES;
    return high << Integer.SIZE | low;
  }

  /** Reads a number or truth value, sign-extended if its type has a sign. */
  long readScalar(GgufType type, String what) {
    return switch (type) {
      case UINT8, UINT16, UINT32 -> readUnsigned(type.bytes(), what);
      case INT8, BOOL -> (byte) readUnsigned(type.bytes(), what);
      case INT16 -> (short) readUnsigned(type.bytes(), what);
      case INT32, FLOAT32 -> (int) readUnsigned(type.bytes(), what);
      case UINT64, INT64, FLOAT64 -> readLong(what);
      case STRING, ARRAY -> throw new IllegalArgumentException(type.toString());
    };
  }

  private long readUnsigned(int count, String what) {
    fill(count, what);
    long value = 0;
    for (int i = count - 1; i >= 0; i--) {
      value = value << Byte.SIZE | (buffer[next + i] & 0xFF);
    }
    next += count;
    return value;
  }

  private int intAt(int i) {
    return (buffer[i] & 0xFF)
        | (buffer[i + 1] & 0xFF) << 8
        | (buffer[i + 2] & 0xFF) << 16
        | buffer[i + 3] << 24;
  }

  /** Reads a number of bytes that the file is known to have. */
  byte[] readBytes(int count, String what) {
    requireRemaining(count, what);
    byte[] result = new byte[count];
    readInto(result, 0, count, what);
    return result;
  }

  /** Reads bytes that the file has. */
  private void readInto(byte[] target, int from, int count, String what) {
    int buffered = Math.min(count, end - next);
    System.arraycopy(buffer, next, target, from, buffered);
    next += buffered;
    if (buffered < count) {
      readFile(target, from + buffered, count - buffered, what);
    }
  }

  /**
   * A string: its length in bytes, then UTF-8.
   *
   * @param what a name for messages, such as {@code the name of tensor 3}
   */
  String readString(int maxBytes, String what) {
    byte[] text = readBytes(readLength(maxBytes, what), what);
    requireUtf8(text, 0, text.length, what);
    return new String(text, UTF_8);
  }

  /**
   * A number of strings, see {@link #readString}, for each of which the file has at least the bytes
   * of its length.
   *
   * @param what what each is, for messages
   */
  PackedStrings readStrings(int count, String what) {
    PackedStrings.Builder strings =
        new PackedStrings.Builder(
            count, (int) Math.min(remaining(), TYPICAL_STRING_BYTES * (long) count));
    for (int i = 0; i < count; i++) {
      readString(strings, what);
    }
    return strings.build();
  }

  /** A separate method, because the JIT compiles it long before it would compile the loop. */
  private void readString(PackedStrings.Builder strings, String what) {
    int length = readLength(GgufLimits.MAX_HEADER_BYTES, what);
    requireRemaining(length, what);
    byte[] packed = strings.add(length, remaining());
    int start = strings.lastStart();
    readInto(packed, start, length, what);
    requireUtf8(packed, start, length, what);
  }

  private int readLength(int maxBytes, String what) {
    long length = readLong(what);
    if (length < 0 || length > maxBytes) {
      throw ModelFileException.invalid(
          path,
          "offset " + (position() - Long.BYTES),
          "a length of 0 to " + maxBytes + " bytes for " + what,
          Long.toUnsignedString(length));
    }
    return (int) length;
  }

  /** Checks the bytes that were read last. */
  private void requireUtf8(byte[] text, int start, int length, String what) {
    if (!Utf8.isValid(text, start, start + length)) {
      throw ModelFileException.invalid(
          path, "offset " + (position() - length), "UTF-8 for " + what, "malformed bytes");
    }
  }

  /** Refuses a number of bytes that exceeds the rest of the file. */
  void requireRemaining(long count, String what) {
    if (count > remaining()) {
      throw ModelFileException.invalid(
          path,
          "offset " + position(),
          count + " bytes for " + what,
          remaining()
              + (limit == size
                  ? " before the end of the file, which is truncated or damaged"
                  : " before the end of the 64 MiB that a header may have"));
    }
  }

  private void fill(int count, String what) {
    if (end - next >= count) {
      return;
    }
    requireRemaining(count, what);
    int kept = end - next;
    int more = (int) Math.min(buffer.length - kept, limit - bufferedTo);
    System.arraycopy(buffer, next, buffer, 0, kept);
    readFile(buffer, kept, more, what);
    next = 0;
    end = kept + more;
  }

  private void readFile(byte[] target, int from, int count, String what) {
    try {
      file.readFully(target, from, count);
    } catch (IOException e) {
      throw ModelFileException.unreadable(
          path, "offset " + bufferedTo, count + " bytes for " + what, e);
    }
    bufferedTo += count;
  }
}
