package io.github.sentiment4j.train.data;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What two texts have in common that count as the same: Unicode NFC, lower case, no web addresses
 * (tweets differ in their short links only), each run of white space as one space. A text that is
 * nothing but addresses keeps them.
 */
final class TextKey {
  private static final Pattern ADDRESS = Pattern.compile("https?://\\S+");
  private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");

  private TextKey() {}

  static String of(String text) {
    String key = spaced(ADDRESS.matcher(text).replaceAll(" "));
    return key.isEmpty() ? spaced(text) : key;
  }

  private static String spaced(String text) {
    String lower = Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    return SPACE.matcher(lower).replaceAll(" ").strip();
  }
}
