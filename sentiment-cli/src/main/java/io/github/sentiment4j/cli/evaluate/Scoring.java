package io.github.sentiment4j.cli.evaluate;

import io.github.sentiment4j.cli.command.ExitCode;
import io.github.sentiment4j.cli.command.Streams;
import io.github.sentiment4j.cli.output.Text;
import io.github.sentiment4j.cli.output.TextProgress;
import io.github.sentiment4j.core.Calibration;
import io.github.sentiment4j.core.ClassifierInfo;
import io.github.sentiment4j.core.ClassifierSettings;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.core.spi.EngineInfo;
import io.github.sentiment4j.core.spi.TextScore;
import io.github.sentiment4j.evaluation.Latency;
import io.github.sentiment4j.evaluation.Predictions;
import io.github.sentiment4j.evaluation.data.LabelledText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The uncalibrated scores that a model gives labelled texts.
 *
 * @param info the classifier that was asked
 * @param texts (N) all of them
 * @param scores (N) or why there is none
 * @param times (N) from asking to the answer, for texts that were asked together the same
 */
record Scoring(
    ClassifierInfo info, List<LabelledText> texts, List<TextScore> scores, List<Duration> times) {
  private static final int SHOWN_CHARS = 60;

  /**
   * Opens a model and asks it, one batch for each context at a time.
   *
   * @throws SentimentException if the model cannot be opened, the run was interrupted, or no text
   *     at all could be scored
   */
  static Scoring run(
      SentimentClassifier.Builder builder, List<LabelledText> texts, Streams streams) {
    TextProgress progress =
        streams.terminal()
            ? TextProgress.on(streams.err(), OptionalLong.of(texts.size()))
            : TextProgress.hidden();
    try (SentimentClassifier classifier = builder.listener(progress).build()) {
      requireProbabilities(classifier.info().engine());
      classifier.warmUp();
      return run(classifier, texts, progress);
    } finally {
      progress.end();
    }
  }

  private static void requireProbabilities(EngineInfo engine) {
    if (!engine.probabilities()) {
      throw new SentimentException(
          ErrorCode.ENGINE_UNAVAILABLE,
          "Expected an engine that gives probabilities, found "
              + engine.engine()
              + ", which gives labels only; 'sentiment doctor' says why no other is used");
    }
  }

  private static Scoring run(
      SentimentClassifier classifier, List<LabelledText> texts, TextProgress progress) {
    ClassifierSettings settings = classifier.info().settings();
    int window = settings.contexts() * settings.maxBatch();
    List<TextScore> scores = new ArrayList<>(texts.size());
    List<Duration> times = new ArrayList<>(texts.size());
    for (int start = 0; start < texts.size(); start += window) {
      List<LabelledText> some = texts.subList(start, Math.min(start + window, texts.size()));
      long startNanos = System.nanoTime();
      scores.addAll(classifier.scoreAll(some.stream().map(LabelledText::text).toList()));
      times.addAll(
          Collections.nCopies(some.size(), Duration.ofNanos(System.nanoTime() - startNanos)));
      scores.subList(start, scores.size()).forEach(Scoring::requireNotInterrupted);
      progress.windowDone(some.size(), scores.size());
    }
    Scoring scoring = new Scoring(classifier.info(), texts, scores, times);
    if (scoring.failures().size() == texts.size()) {
      throw scoring.failures().get(0);
    }
    return scoring;
  }

  private static void requireNotInterrupted(TextScore score) {
    if (score instanceof TextScore.Rejected rejected
        && ExitCode.of(rejected.error().code()) == ExitCode.INTERRUPTED) {
      throw rejected.error();
    }
  }

  /** Several models on the texts that all of them scored. */
  static List<Scoring> onCommonTexts(List<Scoring> models) {
    int[] places =
        IntStream.range(0, models.get(0).texts().size())
            .filter(i -> models.stream().allMatch(model -> model.isScored(i)))
            .toArray();
    return models.stream().map(model -> model.select(places)).toList();
  }

  private Scoring select(int[] places) {
    return new Scoring(
        info,
        Arrays.stream(places).mapToObj(texts::get).toList(),
        Arrays.stream(places).mapToObj(scores::get).toList(),
        Arrays.stream(places).mapToObj(times::get).toList());
  }

  private boolean isScored(int i) {
    return scores.get(i) instanceof TextScore.Scored;
  }

  /** The calibration in force. */
  Calibration calibration() {
    return info.profile().calibration();
  }

  /** How long the scores took. */
  Latency latency() {
    return Latency.of(
        IntStream.range(0, texts.size()).filter(this::isScored).mapToObj(times::get).toList());
  }

  /** The scored texts under the calibration in force. */
  Predictions predictions() {
    return predictions(calibration());
  }

  /** The scored texts under a calibration. */
  Predictions predictions(Calibration calibration) {
    return Predictions.of(truth(), scored().stream().map(calibration::apply).toList());
  }

  /** (scored texts) their labels. */
  List<Sentiment> truth() {
    List<Sentiment> truth = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      if (isScored(i)) {
        truth.add(texts.get(i).label());
      }
    }
    return truth;
  }

  /** (scored texts) their scores. */
  List<TextScore.Scored> scored() {
    return scores.stream()
        .filter(TextScore.Scored.class::isInstance)
        .map(TextScore.Scored.class::cast)
        .toList();
  }

  /** Scored texts of which a part was left out. */
  long truncated() {
    return scored().stream().filter(TextScore.Scored::truncated).count();
  }

  /** Why texts could not be scored, one for each. */
  List<SentimentException> failures() {
    return scores.stream()
        .filter(TextScore.Rejected.class::isInstance)
        .map(score -> ((TextScore.Rejected) score).error())
        .toList();
  }

  /** How many texts failed with each code. */
  Map<ErrorCode, Integer> failureCounts() {
    Map<ErrorCode, Integer> counts = new TreeMap<>();
    failures().forEach(failure -> counts.merge(failure.code(), 1, Integer::sum));
    return counts;
  }

  /** How many texts failed and why, and the first of them; empty if none did. */
  Optional<String> describeFailures() {
    List<SentimentException> failures = failures();
    if (failures.isEmpty()) {
      return Optional.empty();
    }
    int first = 0;
    while (isScored(first)) {
      first++;
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%,d of %,d texts (%s); the first, \"%s\": %s",
            failures.size(),
            texts.size(),
            failureCounts().entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", ")),
            Text.shorten(Text.onOneLine(texts.get(first).text()), SHOWN_CHARS),
            failures.get(0).getMessage()));
  }

  /** What the process ends with. */
  int exitCode() {
    Map<ErrorCode, Integer> counts = failureCounts();
    if (counts.containsKey(ErrorCode.ENGINE_FAILED)
        || counts.containsKey(ErrorCode.SCORES_NOT_FINITE)) {
      return ExitCode.ENGINE;
    }
    return counts.isEmpty() ? ExitCode.OK : ExitCode.SOME_FAILED;
  }
}
