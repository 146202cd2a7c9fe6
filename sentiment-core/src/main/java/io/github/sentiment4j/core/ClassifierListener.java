package io.github.sentiment4j.core;

import java.time.Duration;

/**
 * Told what the classifier does, for metrics. Called on the classifier's own threads and on
 * callers' threads: implementations are thread-safe, quick, and do not classify texts themselves
 * (they would wait for the thread that they hold up). What they throw is logged and otherwise
 * ignored.
 */
public interface ClassifierListener {
  /** A batch went through the engine; called before its callers get their results. */
  default void onBatch(BatchEvent event) {}

  /** A text ended without a result. */
  default void onFailure(ErrorCode code) {}

  /**
   * One batch.
   *
   * @param texts texts in the batch
   * @param tokens tokens that went through the model
   * @param pending texts that were still waiting when the batch started
   * @param longestWait from the call to the start of the batch, for the text that waited longest
   * @param engineTime time in the engine
   */
  record BatchEvent(
      int texts, long tokens, int pending, Duration longestWait, Duration engineTime) {}
}
