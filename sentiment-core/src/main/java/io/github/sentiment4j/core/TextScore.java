package io.github.sentiment4j.core;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The score of one text, or the reason why it has none. */
public sealed interface TextScore {

  /**
   * The score of a text, in one segment or, with {@link Truncation#CHUNKS}, in several.
   *
   * @param segments the scores of the pieces, at least one
   * @param tokens the number of tokens of the whole prompt before truncation
   * @param truncated whether part of the text was left out
   */
  record Scored(List<Segment> segments, int tokens, boolean truncated) implements TextScore {
    /**
     * Creates a score.
     *
     * @throws IllegalArgumentException if it has no segment
     */
    public Scored {
      segments = List.copyOf(segments);
      if (segments.isEmpty()) {
        throw new IllegalArgumentException("a scored text has at least one segment");
      }
    }
  }

  /**
   * The label of a text from an engine that gives no probabilities, see {@link
   * EngineInfo#probabilities()}.
   *
   * @param label the label after the model's own calibration
   * @param tokens the number of tokens of the whole prompt before truncation
   * @param truncated whether part of the text was left out
   */
  record Labelled(Sentiment label, int tokens, boolean truncated) implements TextScore {
    public Labelled {
      Objects.requireNonNull(label, "label");
    }
  }

  /**
   * The reason why a text has no score.
   *
   * @param code the kind of failure
   * @param message tells what was expected, what was found and what to do
   * @param cause the exception of the engine; null if the failure did not begin with one
   */
  @SuppressWarnings("exports") // annotations are for the compiler only
  record Rejected(ErrorCode code, String message, @Nullable Throwable cause) implements TextScore {
    public Rejected {
      Objects.requireNonNull(code, "code");
      Objects.requireNonNull(message, "message");
    }

    /** Creates a failure that did not begin with an exception. */
    public Rejected(ErrorCode code, String message) {
      this(code, message, null);
    }

    /** Returns the refusal of a text that {@link Truncation#REJECT} does not shorten. */
    public static Rejected tooLong(int promptTokens, int maxTokens) {
      return new Rejected(
          ErrorCode.TEXT_TOO_LONG,
          "The text makes a prompt of "
              + promptTokens
              + " tokens, maxTokens is "
              + maxTokens
              + "; raise maxTokens or choose another truncation than REJECT");
    }

    static Rejected of(Throwable thrown) {
      return thrown instanceof SentimentException known
          ? new Rejected(
              known.code(), known.detail(), known.getCause() == null ? known : known.getCause())
          : new Rejected(
              ErrorCode.ENGINE_FAILED,
              "The engine failed with "
                  + thrown
                  + "; its stack trace is the cause of this exception",
              thrown);
    }

    /** Returns a new exception, with the stack trace of the calling thread. */
    public SentimentException error() {
      return new SentimentException(code, message, cause);
    }
  }

  /**
   * The score of a piece of a text.
   *
   * @param logProbabilities (3) log-probabilities of the labels in the order of {@link Sentiment},
   *     finite and uncalibrated; a common offset has no effect
   * @param textTokens the number of tokens of the piece, without prefix and suffix; at least 1
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once and never compared
  record Segment(float[] logProbabilities, int textTokens) {
    /**
     * Creates a score, which is weighted by its number of tokens.
     *
     * @throws IllegalArgumentException if {@code textTokens} is less than 1
     */
    public Segment {
      if (textTokens < 1) {
        throw new IllegalArgumentException(
            "a segment has at least one text token, found " + textTokens);
      }
    }
  }
}
