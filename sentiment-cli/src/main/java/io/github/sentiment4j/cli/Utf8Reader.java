package io.github.sentiment4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Decodes UTF-8 without losing sight of bytes that are not: such a byte {@code b} becomes the lone
 * surrogate {@code U+DC00 + b}, which valid input never yields (Python's {@code surrogateescape},
 * PEP 383). So one bad line does not end the file, and is not taken for a good one either. A
 * leading byte order mark is skipped.
 */
final class Utf8Reader extends Reader {
  private static final char ESCAPE = 0xDC00;
  private static final char BYTE_ORDER_MARK = 0xFEFF;

  private final InputStream in;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  // Always in the state "ready to be read".
  private final ByteBuffer bytes = ByteBuffer.allocate(1 << 14).limit(0);
  private final CharBuffer chars = CharBuffer.allocate(1 << 14).limit(0);
  private boolean started;
  private boolean ended;

  Utf8Reader(InputStream in) {
    this.in = in;
  }

  /** The first byte of the text that was not UTF-8. */
  static Optional<Integer> malformedByte(String text) {
    return text.codePoints()
        .filter(c -> c >= ESCAPE + 0x80 && c <= ESCAPE + 0xFF)
        .mapToObj(c -> c - ESCAPE)
        .findFirst();
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!chars.hasRemaining()) {
      if (ended) {
        return -1;
      }
      decode();
    }
    int count = Math.min(length, chars.remaining());
    chars.get(target, offset, count);
    return count;
  }

  @Override
  public boolean ready() throws IOException {
    return chars.hasRemaining() || (!ended && in.available() > 0);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private void decode() throws IOException {
    bytes.compact();
    int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
    ended = count < 0;
    bytes.position(bytes.position() + Math.max(count, 0)).flip();
    chars.clear();
    // The decoder yields at most one char per byte, and escaping a byte yields exactly one, so the
    // equally large char buffer never overflows.
    CoderResult result = decoder.decode(bytes, chars, ended);
    while (result.isError()) {
      for (int i = 0; i < result.length(); i++) {
        chars.put((char) (ESCAPE + (bytes.get() & 0xFF)));
      }
      result = decoder.decode(bytes, chars, ended);
    }
    chars.flip();
    if (!started && chars.hasRemaining()) {
      started = true;
      if (chars.get(chars.position()) == BYTE_ORDER_MARK) {
        chars.get();
      }
    }
  }
}
