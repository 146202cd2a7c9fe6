package io.github.sentiment4j.cli.evaluate;

import io.github.sentiment4j.cli.command.ExitCode;
import io.github.sentiment4j.cli.command.Streams;
import io.github.sentiment4j.cli.output.TextProgress;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.ScoredTexts;
import io.github.sentiment4j.evaluation.data.LabelledText;
import java.util.List;
import java.util.OptionalLong;

/** Scores labelled texts for a command, with progress on the terminal. */
final class ScoringRun {
  private ScoringRun() {}

  /**
   * Opens a model and scores texts with it.
   *
   * @throws SentimentException if the model cannot be opened, the run was interrupted, or not one
   *     text could be scored
   */
  static ScoredTexts of(
      SentimentClassifier.Builder builder, List<LabelledText> texts, Streams streams) {
    TextProgress progress = TextProgress.on(streams.progress(), OptionalLong.of(texts.size()));
    try (SentimentClassifier classifier = builder.listener(progress).build()) {
      if (classifier.info().engine().probabilities()) {
        classifier.warmUp();
      }
      return ScoredTexts.of(classifier, texts, progress::windowDone);
    } finally {
      progress.end();
    }
  }

  /** Returns the exit code of a run that used the texts that could be scored. */
  static int exitCode(ScoredTexts scored) {
    return ExitCode.ofTexts(scored.failureCounts().keySet());
  }
}
