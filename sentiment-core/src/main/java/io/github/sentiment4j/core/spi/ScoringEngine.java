package io.github.sentiment4j.core.spi;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.ModelProfile;
import io.github.sentiment4j.core.SentimentException;
import java.util.List;

/**
 * An open model that scores texts. {@link #score} is called from at most {@code
 * EngineSpec.contexts()} threads at once; {@link #close} only when no call is running.
 */
public interface ScoringEngine extends AutoCloseable {
  /** What this engine is and runs on. */
  EngineInfo info();

  /**
   * Prompt and label words in force (the caller's, else the model's), with the model's own
   * calibration and threshold.
   */
  ModelProfile profile();

  /**
   * Scores texts in one go.
   *
   * @param texts between 1 and {@code EngineSpec.maxBatch()} texts; not blank, well-formed Unicode
   * @param cancellation when cancelled, the call ends soon with {@link ErrorCode#CANCELLED}; the
   *     engine stays usable
   * @return one score per text, in their order
   * @throws SentimentException if nothing could be scored; what is wrong with one text is reported
   *     in its {@link TextScore}
   */
  BatchScores score(List<String> texts, Cancellation cancellation);

  /** Frees everything; any number of times. */
  @Override
  void close();
}
