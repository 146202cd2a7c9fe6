package io.github.sentiment4j.evaluation.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sentiment4j.core.SentimentException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TextReaderTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "股市大涨！", "😀 over the BMP 🚀", "a\uFEFFb", "\uFFFD"})
  void read_validText_isUnchangedWithOrWithoutMark(String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);

    assertThat(read(new ByteArrayInputStream(bytes))).isEqualTo(text);
    assertThat(read(oneByOne(("\uFEFF" + text).getBytes(UTF_8)))).isEqualTo(text);
    assertThat(reader(new ByteArrayInputStream(bytes), UTF_8).malformed(text)).isEmpty();
  }

  @Test
  void read_longText_crossesBuffersUnchanged() throws IOException {
    String text = "股a😀".repeat(20_000);

    assertThat(read(new ByteArrayInputStream(text.getBytes(UTF_8)))).isEqualTo(text);
  }

  @Test
  void read_malformedBytes_becomeLoneSurrogatesAndKeepTheirNeighbours() throws IOException {
    // A stray continuation byte, an overlong slash, an encoded surrogate, and a sequence cut off.
    byte[] bytes = {
      'a',
      (byte) 0x80,
      'b',
      (byte) 0xC0,
      (byte) 0xAF,
      'c',
      (byte) 0xED,
      (byte) 0xA0,
      (byte) 0x80,
      'd',
      (byte) 0xE8,
      (byte) 0x82
    };

    String whole = read(new ByteArrayInputStream(bytes));

    assertThat(whole).isEqualTo("a\uDC80b\uDCC0\uDCAFc\uDCED\uDCA0\uDC80d\uDCE8\uDC82");
    assertThat(read(oneByOne(bytes))).isEqualTo(whole);
    assertThat(reader(oneByOne(bytes), UTF_8).malformed(whole))
        .contains("expected UTF-8, found the byte 0x80; save it as UTF-8, or name its --encoding");
  }

  @Test
  void ready_pipeWithoutData_isFalse() throws IOException {
    InputStream pipe = oneByOne("ab".getBytes(UTF_8));
    try (TextReader reader = reader(pipe, UTF_8)) {
      assertThat(reader.read()).isEqualTo('a');
      assertThat(reader.ready()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GB18030", "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32"})
  void read_otherEncoding_isDecodedWithoutItsMark(String name) throws IOException {
    Charset charset = Charset.forName(name);
    String text = "股市大涨，收盘\n".repeat(3_000);
    byte[] bytes = (name.endsWith("E") ? "\uFEFF" + text : text).getBytes(charset);

    assertThat(read(new ByteArrayInputStream(bytes), charset)).isEqualTo(text);
    assertThat(read(oneByOne(bytes), charset)).isEqualTo(text);
  }

  @Test
  void read_otherEncodingCutShort_keepsTheLineBreakBehindIt() throws IOException {
    Charset charset = Charset.forName("GB18030");
    byte[] bytes = {(byte) 0xB9, (byte) 0xC9, '\n', (byte) 0xB9, '\n', 'a', (byte) 0xB9};

    String whole = read(new ByteArrayInputStream(bytes), charset);

    assertThat(whole).isEqualTo("股\n\uDCB9\na\uDCB9");
    assertThat(reader(oneByOne(bytes), charset).malformed(whole))
        .contains(
            "expected GB18030, found the byte 0xB9; save it as GB18030, or name its --encoding");
  }

  @Test
  void strict_malformedBytes_throwsWithTheLine() {
    byte[] bytes = "股\nup\ncaf_".getBytes(UTF_8);
    bytes[bytes.length - 1] = (byte) 0xE9;

    assertThatThrownBy(() -> reader(oneByOne(bytes), UTF_8).strict().transferTo(new StringWriter()))
        .isInstanceOf(SentimentException.class)
        .hasMessageStartingWith("news, line 3: expected UTF-8, found the byte 0xE9; save it");
  }

  @Test
  void head_linesInParts_isTheFirstAndStillToBeRead() throws IOException {
    InputStream in = oneByOne("\uFEFFup\ndown\n".getBytes(UTF_8));
    try (TextReader reader = reader(in, UTF_8)) {
      assertThat(reader.head()).isEqualTo("up\n");
      StringWriter rest = new StringWriter();
      reader.transferTo(rest);
      assertThat(rest).hasToString("up\ndown\n");
    }
  }

  private static TextReader reader(InputStream in, Charset charset) {
    return new TextReader("news", in, charset);
  }

  private static String read(InputStream in) throws IOException {
    return read(in, UTF_8);
  }

  private static String read(InputStream in, Charset charset) throws IOException {
    StringWriter out = new StringWriter();
    try (TextReader reader = reader(in, charset)) {
      reader.transferTo(out);
    }
    return out.toString();
  }

  /** Gives one byte per read and never says that there is more, like a slow pipe. */
  private static InputStream oneByOne(byte[] bytes) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(length, 1));
      }

      @Override
      public synchronized int available() {
        return 0;
      }
    };
  }
}
