package io.github.sentiment4j.core;

import java.time.Duration;

/**
 * Receives what the classifier does, for metrics. The classifier calls it on its own threads and on
 * those of callers. Implementations are thread-safe and quick. They do not classify texts, because
 * they would wait for the thread that they hold up. The classifier logs what they throw, and goes
 * on.
 */
public interface ClassifierListener {
  /** Receives a batch that went through the engine, before its callers get their results. */
  default void onBatch(BatchEvent event) {}

  /** Receives the reason why a text has no result. */
  default void onFailure(ErrorCode code) {}

  /**
   * The figures of one batch.
   *
   * @param texts the number of texts in the batch
   * @param tokens the number of tokens that went through the model
   * @param pending the number of texts that still waited when the batch started
   * @param longestWait the time from the call to the start of the batch, for the text that waited
   *     longest
   * @param engineTime the time in the engine
   */
  record BatchEvent(
      int texts, long tokens, int pending, Duration longestWait, Duration engineTime) {}
}
