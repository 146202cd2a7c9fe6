package io.github.sentiment4j.cli.predict;

import io.github.sentiment4j.cli.command.ExitCode;
import io.github.sentiment4j.cli.input.InputProblem;
import io.github.sentiment4j.cli.input.InputText;
import io.github.sentiment4j.cli.input.TextSource;
import io.github.sentiment4j.cli.output.TextProgress;
import io.github.sentiment4j.core.ClassifierSettings;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.core.SentimentOutcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Classifies the texts of a source, a window at a time, and writes the rows in their order. */
final class PredictionRun {
  /**
   * The number of batches in a window for each context: with several, few of them are cut short by
   * the end of the window.
   */
  private static final int BATCHES_PER_CONTEXT = 4;

  private final SentimentClassifier classifier;
  private final List<ResultWriter> writers;
  private final TextProgress progress;
  private final int windowSize;
  private Optional<SentimentException> broken = Optional.empty();
  private boolean unreadable;
  private final Set<ErrorCode> failures = EnumSet.noneOf(ErrorCode.class);

  PredictionRun(SentimentClassifier classifier, List<ResultWriter> writers, TextProgress progress) {
    this.classifier = classifier;
    this.writers = List.copyOf(writers);
    this.progress = progress;
    ClassifierSettings settings = classifier.info().settings();
    this.windowSize = BATCHES_PER_CONTEXT * settings.contexts() * settings.maxBatch();
  }

  /**
   * Classifies all texts of a source.
   *
   * @throws SentimentException if the run was interrupted
   */
  void run(TextSource source) throws IOException {
    for (List<InputText> window = fill(source); !window.isEmpty(); window = fill(source)) {
      List<ResultRow> rows = classify(window);
      progress.erase();
      for (ResultWriter writer : writers) {
        for (ResultRow row : rows) {
          writer.write(row);
        }
        writer.flush();
      }
      progress.windowDone(rows.size(), window.get(window.size() - 1).lastLine());
    }
  }

  /** Returns the exit code for what became of the texts. */
  int exitCode() {
    int code = ExitCode.ofTexts(failures);
    return code == ExitCode.OK && unreadable ? ExitCode.SOME_FAILED : code;
  }

  /**
   * Returns the next window: at least one text unless the input has ended, and more only if they
   * are there without waiting.
   */
  private List<InputText> fill(TextSource source) throws IOException {
    if (broken.isPresent()) {
      throw broken.get();
    }
    List<InputText> window = new ArrayList<>();
    try {
      while (window.size() < windowSize && (window.isEmpty() || source.ready())) {
        Optional<InputText> entry = source.next();
        if (entry.isEmpty()) {
          break;
        }
        window.add(entry.get());
      }
    } catch (SentimentException e) {
      if (window.isEmpty()) {
        throw e;
      }
      // The texts that were read before are classified first.
      broken = Optional.of(e);
    }
    return window;
  }

  private List<ResultRow> classify(List<InputText> window) {
    List<String> readable =
        window.stream().filter(entry -> entry.problem().isEmpty()).map(InputText::text).toList();
    Iterator<SentimentOutcome> outcomes = classifier.classifyAll(readable).iterator();
    List<ResultRow> rows = new ArrayList<>(window.size());
    for (InputText entry : window) {
      rows.add(
          entry.problem().isPresent()
              ? new ResultRow.Failed(entry, entry.problem().get())
              : row(entry, outcomes.next()));
    }
    unreadable |= readable.size() < window.size();
    return rows;
  }

  private ResultRow row(InputText entry, SentimentOutcome outcome) {
    if (outcome instanceof SentimentOutcome.Failure failure) {
      ErrorCode code = failure.error().code();
      if (ExitCode.of(code) == ExitCode.INTERRUPTED) {
        throw failure.error();
      }
      failures.add(code);
      return new ResultRow.Failed(entry, InputProblem.of(failure.error()));
    }
    return new ResultRow.Predicted(entry, outcome.orThrow());
  }
}
