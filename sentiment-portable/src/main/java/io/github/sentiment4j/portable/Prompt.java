package io.github.sentiment4j.portable;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.core.Truncation;
import java.util.Arrays;

/**
 * The tokens around a text, and how long a text may be.
 *
 * @param prefix token ids before the text
 * @param suffix token ids behind it
 * @param maxTokens of the whole prompt
 * @param truncation what happens to longer texts
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Prompt(int[] prefix, int[] suffix, int maxTokens, Truncation truncation) {
  /**
   * Checks that there is room for a text.
   *
   * @throws SentimentException {@link ErrorCode#INVALID_SETTING} if there is none
   */
  Prompt {
    if (maxTokens <= prefix.length + suffix.length) {
      throw new SentimentException(
          ErrorCode.INVALID_SETTING,
          "maxTokens "
              + maxTokens
              + " leaves no room for a text: the prompt around it has "
              + (prefix.length + suffix.length)
              + " tokens");
    }
  }

  /** Tokens of the whole prompt around a text, before truncation. */
  int tokens(int[] text) {
    return prefix.length + text.length + suffix.length;
  }

  boolean isTooLong(int[] text) {
    return tokens(text) > maxTokens;
  }

  /** Returns whether a text is too long and may not be shortened. */
  boolean refuses(int[] text) {
    return truncation == Truncation.REJECT && isTooLong(text);
  }

  /** Returns the whole prompt, of which the text is shortened where needed. */
  int[] around(int[] text) {
    return concat(prefix, isTooLong(text) ? shortened(text) : text, suffix);
  }

  private int[] shortened(int[] text) {
    int room = maxTokens - prefix.length - suffix.length;
    return switch (truncation) {
      case END -> Arrays.copyOf(text, room);
      case START -> Arrays.copyOfRange(text, text.length - room, text.length);
      case MIDDLE -> {
        int head = (room + 1) / 2;
        yield concat(
            Arrays.copyOf(text, head),
            Arrays.copyOfRange(text, text.length - (room - head), text.length));
      }
      case REJECT, CHUNKS -> throw new IllegalStateException("never shortened");
    };
  }

  static int[] concat(int[]... parts) {
    return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
  }
}
