package io.github.sentiment4j.evaluation.format;

import io.github.sentiment4j.core.SentimentException;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** The bytes of a file or of another stream, which are read once. Not thread-safe. */
public final class DataStream implements Closeable {
  private static final int HEAD_BYTES = 1 << 16;

  private final Optional<Path> file;
  private final String name;
  private final BufferedInputStream in;

  private DataStream(Optional<Path> file, String name, InputStream in) {
    this.file = file;
    this.name = name;
    this.in = new BufferedInputStream(in, HEAD_BYTES);
  }

  /**
   * Opens a file.
   *
   * @throws IOException if it cannot be opened
   */
  public static DataStream of(Path file) throws IOException {
    return new DataStream(Optional.of(file), file.toString(), Files.newInputStream(file));
  }

  /**
   * Wraps a stream, which is closed with this.
   *
   * @param name for messages, such as {@code standard input}
   */
  public static DataStream of(String name, InputStream in) {
    return new DataStream(Optional.empty(), name, in);
  }

  /** Returns the name of the input in messages. */
  public String name() {
    return name;
  }

  /** Returns the file, if the input is one. */
  public Optional<Path> file() {
    return file;
  }

  public InputStream bytes() {
    return in;
  }

  /**
   * Decodes the bytes. Those that are not of the encoding are left to the reader, see {@link
   * TextReader#malformed}.
   *
   * @param encoding the encoding; by default UTF-8
   * @throws SentimentException {@code INVALID_DATA} if the beginning is no text or, unless an
   *     encoding is given, looks like one that is not UTF-8
   */
  public TextReader text(Optional<Charset> encoding) throws IOException {
    byte[] head = head();
    OtherBytes.require(name, head, encoding.isPresent());
    return new TextReader(name, in, encoding.orElse(StandardCharsets.UTF_8));
  }

  /**
   * Checks that the first line is UTF-8 where no encoding is given.
   *
   * @throws SentimentException {@code INVALID_DATA} if it is not; names the likely encoding
   */
  public void requireUtf8() throws IOException {
    OtherBytes.requireUtf8(name, head());
  }

  /**
   * Returns the first line and what was read with it, at most 64 KiB; the bytes are not consumed.
   */
  public byte[] head() throws IOException {
    byte[] head = new byte[HEAD_BYTES];
    int length = 0;
    in.mark(HEAD_BYTES);
    boolean complete = false;
    while (!complete && length < HEAD_BYTES) {
      int count = in.read(head, length, HEAD_BYTES - length);
      complete = count < 0;
      for (int i = length; i < length + count; i++) {
        complete |= head[i] == '\n';
      }
      length += Math.max(count, 0);
    }
    in.reset();
    return Arrays.copyOf(head, length);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
