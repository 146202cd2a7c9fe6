package io.github.sentiment4j.evaluation.internal.output;

/** Makes text of any origin safe to show. */
public final class DisplayText {
  private static final char REPLACEMENT = '\uFFFD';

  private DisplayText() {}

  /** Returns a text with U+FFFD in the place of lone surrogates, which UTF-8 cannot encode. */
  public static String wellFormed(String text) {
    StringBuilder repaired = null;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      if (c <= Character.MAX_VALUE && Character.isSurrogate((char) c)) {
        repaired = repaired == null ? new StringBuilder(text) : repaired;
        repaired.setCharAt(i, REPLACEMENT);
      }
    }
    return repaired == null ? text : repaired.toString();
  }

  /** Returns a text without line breaks and control characters, which would steer a terminal. */
  public static String onOneLine(String text) {
    return wellFormed(text).replaceAll("[\\p{Cc}\\u2028\\u2029]+", " ");
  }

  /** Returns a text, cut to a number of code points of which the last is then an ellipsis. */
  public static String shorten(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
  }
}
