package io.github.sentiment4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Utf8ReaderTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "股市大涨！", "😀 over the BMP 🚀", "a\uFEFFb", "\uFFFD"})
  void read_validText_isUnchangedWithOrWithoutMark(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

    assertThat(read(new ByteArrayInputStream(bytes))).isEqualTo(text);
    assertThat(read(oneByOne(("\uFEFF" + text).getBytes(StandardCharsets.UTF_8)))).isEqualTo(text);
    assertThat(Utf8Reader.malformedByte(text)).isEmpty();
  }

  @Test
  void read_longText_crossesBuffersUnchanged() throws IOException {
    String text = "股a😀".repeat(20_000);

    assertThat(read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(text);
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
    assertThat(Utf8Reader.malformedByte(whole)).contains(0x80);
    assertThat(Text.wellFormed(whole))
        .isEqualTo("a\uFFFDb\uFFFD\uFFFDc\uFFFD\uFFFD\uFFFDd\uFFFD\uFFFD");
  }

  @Test
  void ready_pipeWithoutData_isFalse() throws IOException {
    InputStream pipe = oneByOne("ab".getBytes(StandardCharsets.UTF_8));
    try (Utf8Reader reader = new Utf8Reader(pipe)) {
      assertThat(reader.read()).isEqualTo('a');
      assertThat(reader.ready()).isFalse();
    }
  }

  private static String read(InputStream in) throws IOException {
    StringWriter out = new StringWriter();
    try (Utf8Reader reader = new Utf8Reader(in)) {
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
