package io.github.sentiment4j.jni.internal.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.sentiment4j.gguf.TextNormalization;
import java.util.BitSet;
import java.util.List;

/** Texts as native code takes them. */
final class Utf8Texts {
  /** (T) in UTF-8; an empty one in the place of one that is too long. */
  final byte[][] bytes;

  /** The texts that have more bytes than allowed. */
  final BitSet tooLong;

  private final int maxTextBytes;

  private Utf8Texts(byte[][] bytes, BitSet tooLong, int maxTextBytes) {
    this.bytes = bytes;
    this.tooLong = tooLong;
    this.maxTextBytes = maxTextBytes;
  }

  /**
   * Encodes texts.
   *
   * @param normalization what comes before that
   * @param maxTextBytes so few that as many texts as a call may have fit into one array
   */
  static Utf8Texts of(List<String> texts, TextNormalization normalization, int maxTextBytes) {
    byte[][] encoded = new byte[texts.size()][];
    BitSet tooLong = new BitSet();
    for (int t = 0; t < encoded.length; t++) {
      String text = texts.get(t);
      // A text has at least as many bytes as chars; the encoder itself fails beyond 2^31.
      encoded[t] =
          text.length() > maxTextBytes ? new byte[0] : normalization.apply(text).getBytes(UTF_8);
      if (text.length() > maxTextBytes || encoded[t].length > maxTextBytes) {
        encoded[t] = new byte[0];
        tooLong.set(t);
      }
    }
    return new Utf8Texts(encoded, tooLong, maxTextBytes);
  }

  /** What is wrong with a text that is too long. */
  String describeLimit() {
    return "Expected a text of at most "
        + maxTextBytes
        + " bytes in UTF-8 (2^31 divided by maxBatch), found a longer one; cut it, or lower"
        + " maxBatch";
  }
}
