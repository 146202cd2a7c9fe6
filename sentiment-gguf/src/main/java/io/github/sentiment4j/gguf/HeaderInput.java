package io.github.sentiment4j.gguf;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Little-endian reading from the start of a file, buffered, with every length checked against what
 * is left of the file before anything is allocated. Not a FileChannel: an interrupted caller must
 * not lose its model file to ClosedByInterruptException.
 */
final class HeaderInput {
  private static final int BUFFER_BYTES = 1 << 17;

  private final Path path;
  private final RandomAccessFile file;
  private final long size;

  /** Where the header must end: the end of the file, or of what a header may have. */
  private final long limit;

  private final byte[] bytes;
  private final ByteBuffer buffer;
  private final CharsetDecoder utf8 =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);

  /** The offset in the file behind what is buffered. */
  private long bufferedTo;

  HeaderInput(Path path, RandomAccessFile file, long size) {
    this.path = path;
    this.file = file;
    this.size = size;
    this.limit = Math.min(size, GgufLimits.MAX_HEADER_BYTES);
    this.bytes = new byte[(int) Math.min(limit, BUFFER_BYTES)];
    this.buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).limit(0);
  }

  Path path() {
    return path;
  }

  /** The size of the file in bytes. */
  long size() {
    return size;
  }

  long position() {
    return bufferedTo - buffer.remaining();
  }

  long remaining() {
    return limit - position();
  }

  int readInt(String what) {
    fill(Integer.BYTES, what);
    return buffer.getInt();
  }

  long readLong(String what) {
    fill(Long.BYTES, what);
    return buffer.getLong();
  }

  /** A number or truth value of a type with a fixed size, sign-extended where it has a sign. */
  long readScalar(GgufType type, String what) {
    fill(type.bytes(), what);
    return switch (type) {
      case UINT8 -> Byte.toUnsignedLong(buffer.get());
      case INT8, BOOL -> buffer.get();
      case UINT16 -> Short.toUnsignedLong(buffer.getShort());
      case INT16 -> buffer.getShort();
      case UINT32 -> Integer.toUnsignedLong(buffer.getInt());
      case INT32, FLOAT32 -> buffer.getInt();
      case UINT64, INT64, FLOAT64 -> buffer.getLong();
      case STRING, ARRAY -> throw new IllegalArgumentException(type.toString());
    };
  }

  /** Bytes whose number is already checked with {@link #requireRemaining}. */
  byte[] readBytes(int count, String what) {
    requireRemaining(count, what);
    byte[] result = new byte[count];
    int buffered = Math.min(count, buffer.remaining());
    buffer.get(result, 0, buffered);
    if (buffered < count) {
      readFile(result, buffered, count - buffered, what);
    }
    return result;
  }

  /**
   * A string: its length in bytes, then UTF-8.
   *
   * @param what what it is, for messages, such as {@code the name of tensor 3}
   */
  String readString(long maxBytes, String what) {
    long start = position();
    long length = readLong(what);
    if (length < 0 || length > maxBytes) {
      throw GgufException.corrupt(
          path,
          "offset " + start,
          "a length of 0 to " + maxBytes + " bytes for " + what,
          Long.toUnsignedString(length));
    }
    if (length == 0) {
      return "";
    }
    int count = (int) length;
    String text;
    if (count <= bytes.length) {
      fill(count, what);
      int from = buffer.position();
      buffer.position(from + count);
      text = decode(bytes, from, count);
    } else {
      text = decode(readBytes(count, what), 0, count);
    }
    if (text == null) {
      throw GgufException.corrupt(
          path, "offset " + (start + Long.BYTES), "UTF-8 for " + what, "malformed bytes");
    }
    return text;
  }

  /** Refuses a number of bytes that the file does not have any more. */
  void requireRemaining(long count, String what) {
    if (count > remaining()) {
      throw GgufException.corrupt(
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
    if (buffer.remaining() >= count) {
      return;
    }
    requireRemaining(count, what);
    int kept = buffer.remaining();
    int more = (int) Math.min(bytes.length - kept, limit - bufferedTo);
    buffer.compact();
    readFile(bytes, kept, more, what);
    buffer.position(0).limit(kept + more);
  }

  private void readFile(byte[] target, int from, int count, String what) {
    try {
      file.readFully(target, from, count);
    } catch (IOException e) {
      throw GgufException.unreadable(path, "offset " + bufferedTo, count + " bytes for " + what, e);
    }
    bufferedTo += count;
  }

  /** The text, or null if the bytes are not UTF-8. */
  private String decode(byte[] source, int from, int count) {
    String text = new String(source, from, count, StandardCharsets.UTF_8);
    // The fast decoder replaces what is malformed; only then ask the strict one.
    if (text.indexOf('\uFFFD') >= 0) {
      try {
        return utf8.decode(ByteBuffer.wrap(source, from, count)).toString();
      } catch (CharacterCodingException e) {
        return null;
      }
    }
    return text;
  }
}
