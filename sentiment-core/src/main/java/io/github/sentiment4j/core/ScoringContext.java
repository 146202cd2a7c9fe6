package io.github.sentiment4j.core;

import java.util.List;

/** The part of an engine that scores one batch at a time. */
public interface ScoringContext {
  /**
   * Scores texts in one go. Called by one thread at a time.
   *
   * @param texts between 1 and {@link EngineSpec#maxBatch()} texts; not blank, well-formed Unicode,
   *     each at most 2^31 / {@code maxBatch} bytes in UTF-8
   * @throws SentimentException if nothing could be scored; {@link ErrorCode#CANCELLED} after {@link
   *     #cancel}
   */
  BatchScores score(List<String> texts);

  /**
   * Cancels the call of {@link #score} that runs or, if none does, the next one. Called by any
   * thread, returns at once and throws nothing. An engine that cannot stop a call does nothing; its
   * callers are released all the same.
   */
  default void cancel() {}

  /**
   * The scores of one batch.
   *
   * @param texts one per text, in their order; a text that cannot be scored is {@link
   *     TextScore.Rejected}
   * @param evaluatedTokens tokens that went through the model
   * @param engineNanos nanoseconds inside the engine's own code, without the way there and back
   */
  record BatchScores(List<TextScore> texts, long evaluatedTokens, long engineNanos) {
    /** Copies the list. */
    public BatchScores {
      texts = List.copyOf(texts);
    }
  }
}
