package io.github.sentiment4j.core;

import io.github.sentiment4j.core.TextScore.Rejected;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The checks that a text passes once before it waits for an engine, and its score once after. */
final class TextCheck {
  private TextCheck() {}

  /**
   * Returns the reason why a text cannot be scored; null if there is none.
   *
   * @param maxBytes the longest text in UTF-8
   */
  static @Nullable Rejected problem(@Nullable String text, int maxBytes) {
    if (text == null || text.isEmpty()) {
      return empty(text == null ? "null" : "an empty one");
    }
    if (text.length() > maxBytes) { // a text has at least as many bytes as chars
      return tooLong(maxBytes);
    }
    boolean blank = true;
    long bytes = 0;
    int codePoint;
    for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
      codePoint = text.codePointAt(i);
      if (isLoneSurrogate(codePoint)) {
        return new Rejected(
            ErrorCode.INVALID_TEXT,
            "Expected well-formed Unicode, found a "
                + describe(codePoint, i)
                + " of "
                + text.length()
                + " chars; it was probably cut in the middle of a character or decoded with the"
                + " wrong charset");
      }
      // Unlike String.isBlank(), this counts no-break spaces, which are common on web pages.
      blank = blank && (Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint));
      bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    }
    return blank ? empty("white space only") : bytes > maxBytes ? tooLong(maxBytes) : null;
  }

  /** Returns the score itself if it is usable, else the reason why it is not. */
  static TextScore checked(TextScore score) {
    if (!(score instanceof TextScore.Scored scored)) {
      return score;
    }
    for (TextScore.Segment segment : scored.segments()) {
      float[] found = segment.logProbabilities();
      if (found.length != Sentiment.COUNT) {
        return new Rejected(
            ErrorCode.ENGINE_FAILED,
            "Expected a score for each of 3 labels, the engine gave "
                + Arrays.toString(found)
                + "; report this to the author of the engine");
      }
      for (float logProbability : found) {
        if (!Float.isFinite(logProbability)) {
          return new Rejected(
              ErrorCode.SCORES_NOT_FINITE,
              "Expected finite label scores, found "
                  + Arrays.toString(found)
                  + " (positive, neutral, negative); the model's weights are damaged, get the file"
                  + " again");
        }
      }
    }
    return score;
  }

  /**
   * Checks that a setting can be encoded in UTF-8.
   *
   * @throws SentimentException {@link ErrorCode#INVALID_SETTING} if it has a lone surrogate
   */
  static void requireWellFormed(String setting, String text) {
    int codePoint;
    for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
      codePoint = text.codePointAt(i);
      if (isLoneSurrogate(codePoint)) {
        throw new SentimentException(
            ErrorCode.INVALID_SETTING,
            "Expected a " + setting + " of well-formed Unicode, found a " + describe(codePoint, i));
      }
    }
  }

  private static boolean isLoneSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private static String describe(int surrogate, int index) {
    return String.format("lone surrogate U+%04X at index %d", surrogate, index);
  }

  private static Rejected empty(String found) {
    return new Rejected(ErrorCode.EMPTY_TEXT, "Expected a text with content, found " + found);
  }

  private static Rejected tooLong(int maxBytes) {
    return new Rejected(
        ErrorCode.TEXT_TOO_LONG,
        "Expected a text of at most "
            + maxBytes
            + " bytes in UTF-8 (2^31 divided by maxBatch), found a longer one; cut it, or lower"
            + " maxBatch");
  }
}
