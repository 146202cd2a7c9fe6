package io.github.sentiment4j.gguf.internal;

import java.util.Arrays;
import java.util.Optional;

/**
 * The characters that stand for bytes in byte-level BPE vocabularies ({@code bytes_to_unicode} of
 * GPT-2's encoder.py): printable Latin-1 stands for itself, the other bytes for U+0100 and onwards.
 */
public final class ByteAlphabet {
  private static final String[] SYMBOLS = new String[256];
  private static final int END = 0x144; // behind the last of the symbols
  private static final short[] BYTES = new short[END];

  static {
    Arrays.fill(BYTES, (short) -1);
    char next = 0x100;
    for (int b = 0; b < SYMBOLS.length; b++) {
      boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
      char symbol = printable ? (char) b : next++;
      SYMBOLS[b] = String.valueOf(symbol);
      BYTES[symbol] = (short) b;
    }
  }

  private ByteAlphabet() {}

  /** The one-character token of a byte. */
  public static String symbol(int b) {
    return SYMBOLS[b];
  }

  /** The characters that stand for some bytes. */
  public static String token(byte[] bytes) {
    StringBuilder token = new StringBuilder(bytes.length);
    for (byte b : bytes) {
      token.append(SYMBOLS[b & 0xFF]);
    }
    return token.toString();
  }

  /** The bytes that a token stands for; empty if it is not written in these characters. */
  public static Optional<byte[]> bytes(String token) {
    byte[] bytes = new byte[token.length()];
    for (int i = 0; i < bytes.length; i++) {
      char symbol = token.charAt(i);
      if (symbol >= END || BYTES[symbol] < 0) {
        return Optional.empty();
      }
      bytes[i] = (byte) BYTES[symbol];
    }
    return Optional.of(bytes);
  }

  /**
   * Returns whether news has such a byte: neither control characters, nor what no UTF-8 has, nor
   * the lead bytes of the planes from 4 on (unassigned, tags, private use).
   */
  public static boolean occursInText(int b) {
    return b == '\t'
        || b == '\n'
        || b == '\r'
        || (b >= ' ' && b <= 0xF0 && b != 0x7F && b != 0xC0 && b != 0xC1);
  }
}
