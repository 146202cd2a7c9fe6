package io.github.sentiment4j.evaluation.format;

import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.internal.InvalidData;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Optional;

/**
 * A decoder that keeps bytes which are invalid in its encoding: such a byte {@code b} becomes the
 * lone surrogate {@code U+DC00 + b}, which valid input never yields (Python's {@code
 * surrogateescape}, PEP 383). So one bad line does not end the file and is still recognised. A
 * leading byte order mark is skipped. Not thread-safe.
 */
public final class TextReader extends Reader {
  private static final char ESCAPE = 0xDC00;
  private static final char BYTE_ORDER_MARK = 0xFEFF;
  private static final int BYTES = 1 << 14;
  private static final int CHARS = 1 << 16;

  private final String name;
  private final InputStream in;
  private final Charset charset;
  private final CharsetDecoder decoder;
  // Always in the state "ready to be read".
  private final ByteBuffer bytes = ByteBuffer.allocate(BYTES).limit(0);
  private final CharBuffer chars = CharBuffer.allocate(CHARS).limit(0);
  private boolean strict;
  private long lines;
  private boolean started;
  private boolean ended;

  TextReader(String name, InputStream in, Charset charset) {
    this.name = name;
    this.in = in;
    this.charset = charset;
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  /** Returns the name of the input in messages. */
  public String name() {
    return name;
  }

  /** Makes this reader throw {@link SentimentException} instead of returning surrogates. */
  public TextReader strict() {
    strict = true;
    return this;
  }

  /**
   * Describes the first byte of a text that is invalid in the encoding, if there is one.
   *
   * @param text whole characters that this reader gave
   */
  public Optional<String> malformed(String text) {
    return text.codePoints()
        .filter(c -> c >= ESCAPE && c <= ESCAPE + 0xFF)
        .mapToObj(c -> malformed(charset, c - ESCAPE))
        .findFirst();
  }

  public static String malformed(Charset charset, int value) {
    return String.format(
        "expected %s, found the byte 0x%02X; save it as %1$s, or name its --encoding",
        charset, value);
  }

  /**
   * Returns the first line and what was read with it, usually without waiting for more; nothing is
   * consumed.
   */
  public String head() throws IOException {
    while (!ended
        && chars.remaining() <= CHARS - BYTES
        && chars.chars().noneMatch(c -> c == '\n')) {
      decode();
    }
    return chars.toString();
  }

  /** Returns whether {@link #head()} is all that is left. */
  public boolean isHeadAll() {
    return ended;
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
    chars.compact();
    int start = chars.position();
    // The decoders yield at most one char per byte, and escaping a byte yields exactly one, so the
    // char buffer, of which as much is free, never overflows.
    CoderResult result = decoder.decode(bytes, chars, ended);
    while (result.isError()) {
      if (strict) {
        throw InvalidData.at(
            name,
            "line " + (lines + newlines(start) + 1),
            malformed(charset, bytes.get(bytes.position()) & 0xFF));
      }
      for (int i = 0; i < result.length(); i++) {
        int value = bytes.get() & 0xFF;
        // A byte behind a character that is cut short may be a whole character.
        chars.put((char) (value < 0x80 && i > 0 ? value : ESCAPE + value));
      }
      result = decoder.decode(bytes, chars, ended);
    }
    lines += newlines(start);
    chars.flip();
    if (!started && chars.hasRemaining()) {
      started = true;
      if (chars.get(chars.position()) == BYTE_ORDER_MARK) {
        chars.get();
      }
    }
  }

  private int newlines(int start) {
    int count = 0;
    for (int i = start; i < chars.position(); i++) {
      count += chars.get(i) == '\n' ? 1 : 0;
    }
    return count;
  }
}
