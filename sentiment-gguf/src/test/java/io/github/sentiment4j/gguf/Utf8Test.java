package io.github.sentiment4j.gguf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class Utf8Test {
  private final CharsetDecoder decoder = UTF_8.newDecoder();

  @Test
  void isValid_everyLeadAndSecondByte_agreesWithTheJdk() {
    for (int value = 0; value < 1 << 16; value++) {
      for (int third : new int[] {'a', 0x7F, 0x80, 0xBF, 0xC0, 0xF0}) {
        byte[] bytes = {(byte) (value >> 8), (byte) value, (byte) third, (byte) 0x80};
        for (int length = 1; length <= 4; length++) {
          assertAgrees(bytes, length);
        }
      }
    }
  }

  @Test
  void isValid_fourBytesAndLongerText_agreesWithTheJdk() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = new byte[4 + random.nextInt(6)];
      random.nextBytes(bytes);
      bytes[0] = (byte) (0xEE + random.nextInt(8));
      for (int k = 1; k < bytes.length; k++) {
        // Mostly what may follow, so that many are well-formed.
        if (random.nextInt(8) > 0) {
          bytes[k] = (byte) (k < 4 ? 0x80 | (bytes[k] & 0x3F) : bytes[k] & 0x7F);
        }
      }
      assertAgrees(bytes, bytes.length);
    }
  }

  @Test
  void isValid_cutCharacter_isNot() {
    byte[] text = "新闻😀".getBytes(UTF_8);

    for (int to = 0; to <= text.length; to++) {
      assertThat(Utf8.isValid(text, 0, to))
          .as("%d bytes", to)
          .isEqualTo(to == 0 || to == 3 || to == 6 || to == 10);
    }
  }

  @Test
  void encode_loneSurrogate_isRefused() {
    assertThat(Utf8.encode("新😀")).isEqualTo(ByteBuffer.wrap("新😀".getBytes(UTF_8)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Utf8.encode("a\uD800"))
        .withMessageStartingWith("expected well-formed Unicode, found a lone surrogate in ");
  }

  private void assertAgrees(byte[] bytes, int length) {
    boolean expected;
    try {
      decoder.decode(ByteBuffer.wrap(bytes, 0, length));
      expected = true;
    } catch (CharacterCodingException e) {
      expected = false;
    }
    if (Utf8.isValid(bytes, 0, length) != expected) {
      fail("expected well-formed %s: %s", expected, HexFormat.of().formatHex(bytes, 0, length));
    }
  }
}
