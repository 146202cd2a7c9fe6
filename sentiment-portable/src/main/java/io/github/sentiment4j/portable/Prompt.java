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

  /**
   * The whole prompt, of which the text is shortened where needed.
   *
   * @throws SentimentException {@link ErrorCode#TEXT_TOO_LONG} if that is not allowed
   */
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
      case REJECT ->
          throw new SentimentException(
              ErrorCode.TEXT_TOO_LONG,
              "The text makes a prompt of "
                  + tokens(text)
                  + " tokens, maxTokens is "
                  + maxTokens
                  + "; raise maxTokens or choose another truncation than REJECT");
      case CHUNKS -> throw new IllegalStateException("refused when the engine was opened");
    };
  }

  static int[] concat(int[]... parts) {
    return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
  }
}
