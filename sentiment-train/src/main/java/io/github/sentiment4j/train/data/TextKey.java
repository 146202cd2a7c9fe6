package io.github.sentiment4j.train.data;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The part of a text by which duplicates are found: its letters and digits in Unicode NFC and lower
 * case, and the signs of their numbers. Web addresses (tweets often differ in their short links
 * only), punctuation and white space do not count, except in a text that has nothing else.
 */
final class TextKey {
  private static final Pattern ADDRESS = Pattern.compile("https?://\\S+");
  // Marks belong to their letters, but for those that choose the look of an emoji.
  private static final Pattern NOISE =
      Pattern.compile("(?:(?![+\\-\u2212]\\p{N})[^\\p{L}\\p{M}\\p{N}]|[\uFE00-\uFE0F])+");
  private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");

  private TextKey() {}

  static String of(String text) {
    String normal = Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    String key = NOISE.matcher(ADDRESS.matcher(normal).replaceAll(" ")).replaceAll(" ").strip();
    return key.isEmpty() ? SPACE.matcher(normal).replaceAll(" ").strip() : key;
  }
}
