package io.github.sentiment4j.core.spi;

import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentException;
import java.util.List;
import java.util.Objects;

/** The score of one text, or the reason why it has none. */
public sealed interface TextScore {

  /**
   * The text was scored, in one segment or, with {@code CHUNKS}, in several.
   *
   * @param segments at least one
   * @param tokens tokens of the whole prompt before truncation
   * @param truncated whether part of the text was left out
   */
  record Scored(List<Segment> segments, int tokens, boolean truncated) implements TextScore {
    /** Copies the list. */
    public Scored {
      segments = List.copyOf(segments);
      if (segments.isEmpty()) {
        throw new IllegalArgumentException("a scored text has at least one segment");
      }
    }
  }

  /**
   * The text was classified by an engine that gives no probabilities, see {@link
   * EngineInfo#probabilities()}.
   *
   * @param label what the model says, the model's own calibration included
   * @param tokens tokens of the whole prompt before truncation
   * @param truncated whether part of the text was left out
   */
  record Labelled(Sentiment label, int tokens, boolean truncated) implements TextScore {
    /** Checks that there is a label. */
    public Labelled {
      Objects.requireNonNull(label, "label");
    }
  }

  /** The text could not be scored. */
  record Rejected(SentimentException error) implements TextScore {}

  /**
   * A piece of a text.
   *
   * @param logProbabilities (3) log-probability of each label in the order of {@code Sentiment},
   *     finite, uncalibrated; a common offset means nothing
   * @param textTokens tokens of the piece, without prefix and suffix; at least 1
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once and never compared
  record Segment(float[] logProbabilities, int textTokens) {
    /** Checks the number of tokens, which is the weight of the piece. */
    public Segment {
      if (textTokens < 1) {
        throw new IllegalArgumentException(
            "a segment has at least one text token, found " + textTokens);
      }
    }
  }
}
