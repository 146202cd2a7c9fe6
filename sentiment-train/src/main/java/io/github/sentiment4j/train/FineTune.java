package io.github.sentiment4j.train;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.train.spec.FineTuneSpec;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;

/**
 * A fine-tune: trains an adapter, writes checkpoints and keeps the one with the best macro-F1 on
 * the validation set.
 *
 * <p>All random choices follow from the seed and the step, so that a run that was stopped and goes
 * on from its last checkpoint takes the steps that it would have taken.
 */
public final class FineTune {
  private FineTune() {}

  /**
   * Trains an adapter.
   *
   * @return the folder of the best adapter, in PEFT's format
   * @throws SentimentException {@link ErrorCode#INVALID_DATA} if the texts have no or only one
   *     label, {@link ErrorCode#INVALID_SETTING} if the folder has files, settings differ from
   *     those of the run that goes on, prompt or label words do not fit, or memory is too small,
   *     {@link ErrorCode#SCORES_NOT_FINITE} if the loss is not a number (the message names the
   *     step), {@link ErrorCode#INTERRUPTED} if the thread was interrupted, after a checkpoint was
   *     written
   * @throws ModelFileException if the base or an adapter cannot be used
   * @throws IOException if the run's folder cannot be written
   */
  public static Path run(FineTuneSpec spec, TrainingListener listener) throws IOException {
    try (RunFolder folder = RunFolder.open(spec.run().out(), spec.run().resume())) {
      Preparation prepared = Preparation.of(spec, folder);
      try (Training training = new Training(prepared, folder, listener)) {
        listener.planned(prepared.plan(training.secondsLeft()));
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedIOException();
        }
        // From here on the folder has a run, which can be resumed.
        folder.write(prepared.record());
        return training.run();
      }
    } catch (RuntimeException | IOException e) {
      if (Thread.interrupted()) { // or in the middle of reading or writing a file
        throw new SentimentException(
            ErrorCode.INTERRUPTED,
            RunFolder.isRun(spec.run().out())
                ? "stopped; the run can be resumed"
                : "stopped before the first step; no run has begun",
            e);
      }
      throw e;
    }
  }
}
