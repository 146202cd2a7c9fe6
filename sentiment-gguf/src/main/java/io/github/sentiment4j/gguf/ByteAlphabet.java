package io.github.sentiment4j.gguf;

/**
 * The characters that stand for bytes in byte-level BPE vocabularies ({@code bytes_to_unicode} of
 * GPT-2's encoder.py): printable Latin-1 stands for itself, the other bytes for U+0100 and onwards.
 */
final class ByteAlphabet {
  private static final String[] SYMBOLS = new String[256];

  static {
    char next = 0x100;
    for (int b = 0; b < SYMBOLS.length; b++) {
      boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
      SYMBOLS[b] = String.valueOf(printable ? (char) b : next++);
    }
  }

  private ByteAlphabet() {}

  /** The one-character token of a byte. */
  static String symbol(int b) {
    return SYMBOLS[b];
  }

  /**
   * Whether news has such a byte: neither control characters, nor what no UTF-8 has, nor the lead
   * bytes of the planes from 4 on (unassigned, tags, private use).
   */
  static boolean occursInText(int b) {
    return b == '\t'
        || b == '\n'
        || b == '\r'
        || (b >= ' ' && b <= 0xF0 && b != 0x7F && b != 0xC0 && b != 0xC1);
  }
}
