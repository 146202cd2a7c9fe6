package io.github.sentiment4j.model.prune;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The characters that count as CJK: the unified ideographs (U+4E00 to U+9FFF) and the punctuation
 * that Chinese text is written with, which is CJK punctuation (U+3000 to U+303F), full-width forms
 * (U+FF00 to U+FFEF) and {@code “”‘’—…·}.
 */
final class Cjk {
  private static final String SHARED_PUNCTUATION = "“”‘’—…·";

  private Cjk() {}

  /** Returns whether some bytes are CJK characters, all of them whole. */
  static boolean isPure(byte[] utf8) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      return !text.isEmpty() && text.codePoints().allMatch(Cjk::isCjk);
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static boolean isCjk(int c) {
    return (c >= 0x4E00 && c <= 0x9FFF)
        || (c >= 0x3000 && c <= 0x303F)
        || (c >= 0xFF00 && c <= 0xFFEF)
        || SHARED_PUNCTUATION.indexOf(c) >= 0;
  }
}
