package io.github.sentiment4j.core;

import java.util.List;

/** The part of an engine that scores one batch at a time. */
public interface ScoringContext {
  /**
   * Scores the texts of one batch. One thread at a time calls it.
   *
   * @param texts 1 to {@link EngineSpec#maxBatch()} texts; each is well-formed Unicode, not blank,
   *     and at most 2^31 / {@code maxBatch} bytes long in UTF-8
   * @throws SentimentException if no text could be scored; {@link ErrorCode#CANCELLED} after {@link
   *     #cancel}
   */
  BatchScores score(List<String> texts);

  /**
   * Cancels the running call of {@link #score} or, if none runs, the next one. Any thread may call
   * it. It returns at once and throws nothing. An engine that cannot stop a call does nothing; the
   * callers of the classifier do not wait for it in any case.
   */
  default void cancel() {}

  /**
   * The scores of one batch.
   *
   * @param texts one score for each text, in the order of the texts; a text that cannot be scored
   *     has {@link TextScore.Rejected}
   * @param evaluatedTokens the number of tokens that went through the model
   * @param engineNanos the time inside the engine's own code, in nanoseconds
   */
  record BatchScores(List<TextScore> texts, long evaluatedTokens, long engineNanos) {
    public BatchScores {
      texts = List.copyOf(texts);
    }
  }
}
