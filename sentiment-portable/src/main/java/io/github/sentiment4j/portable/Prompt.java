package io.github.sentiment4j.portable;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.core.Truncation;
import java.util.Arrays;

/**
 * The tokens around a text and the limit on its length.
 *
 * @param prefix the token ids before the text
 * @param suffix the token ids after the text
 * @param maxTokens the most tokens of the whole prompt
 * @param truncation the treatment of texts that do not fit
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Prompt(int[] prefix, int[] suffix, int maxTokens, Truncation truncation) {
  /**
   * Creates a prompt.
   *
   * @throws SentimentException {@link ErrorCode#INVALID_SETTING} if the prompt leaves no room for a
   *     text
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

  /** Returns the number of tokens of the whole prompt around a text, before truncation. */
  int tokens(int[] text) {
    return prefix.length + text.length + suffix.length;
  }

  boolean isTooLong(int[] text) {
    return tokens(text) > maxTokens;
  }

  /** Returns true if a text is too long and may not be shortened. */
  boolean refuses(int[] text) {
    return truncation == Truncation.REJECT && isTooLong(text);
  }

  /** Returns the whole prompt around a text, which is shortened if it does not fit. */
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
