package io.github.sentiment4j.gguf;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Well-formed UTF-8 (table 3-7 of the Unicode standard), and nothing else. */
final class Utf8 {
  private Utf8() {}

  /**
   * A text in UTF-8.
   *
   * @throws IllegalArgumentException if it is not well-formed Unicode
   */
  static ByteBuffer encode(String text) {
    try {
      return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "expected well-formed Unicode, found a lone surrogate in " + GgufValue.quote(text), e);
    }
  }

  /** Returns whether bytes[from, to) are well-formed. All comparisons are of signed bytes. */
  static boolean isValid(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to) {
      byte lead = bytes[i++];
      if (lead >= 0) {
        continue;
      }
      // Some lead bytes narrow the second: no overlong forms, surrogates or planes above 16.
      byte lowest = (byte) 0x80;
      byte highest = (byte) 0xBF;
      int length = 2;
      if (lead >= (byte) 0xF0) {
        length = 4;
        if (lead == (byte) 0xF0) {
          lowest = (byte) 0x90;
        } else if (lead == (byte) 0xF4) {
          highest = (byte) 0x8F;
        }
      } else if (lead >= (byte) 0xE0) {
        length = 3;
        if (lead == (byte) 0xE0) {
          lowest = (byte) 0xA0;
        } else if (lead == (byte) 0xED) {
          highest = (byte) 0x9F;
        }
      }
      if (lead < (byte) 0xC2 || lead > (byte) 0xF4 || i + length - 1 > to) {
        return false;
      }
      byte second = bytes[i++];
      if (second < lowest || second > highest) {
        return false;
      }
      for (int rest = length - 2; rest > 0; rest--) {
        if (bytes[i++] > (byte) 0xBF) {
          return false;
        }
      }
    }
    return true;
  }
}
