package io.github.sentiment4j.jni;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** Texts as native code takes them. */
final class Utf8Texts {
  /** The texts in UTF-8, one behind the other. */
  final byte[] bytes;

  /** (T) where each text ends in {@link #bytes}. */
  final int[] ends;

  private Utf8Texts(byte[] bytes, int[] ends) {
    this.bytes = bytes;
    this.ends = ends;
  }

  static Utf8Texts of(List<String> texts) {
    byte[][] encoded = new byte[texts.size()][];
    int[] ends = new int[texts.size()];
    int length = 0;
    for (int t = 0; t < encoded.length; t++) {
      encoded[t] = texts.get(t).getBytes(UTF_8);
      length = Math.addExact(length, encoded[t].length);
      ends[t] = length;
    }
    byte[] bytes = new byte[length];
    for (int t = 0; t < encoded.length; t++) {
      System.arraycopy(encoded[t], 0, bytes, ends[t] - encoded[t].length, encoded[t].length);
    }
    return new Utf8Texts(bytes, ends);
  }
}
