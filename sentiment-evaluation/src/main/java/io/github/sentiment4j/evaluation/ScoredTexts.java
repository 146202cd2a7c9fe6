package io.github.sentiment4j.evaluation;

import io.github.sentiment4j.core.Calibration;
import io.github.sentiment4j.core.ClassifierInfo;
import io.github.sentiment4j.core.ClassifierSettings;
import io.github.sentiment4j.core.EngineInfo;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.core.TextScore;
import io.github.sentiment4j.evaluation.data.LabelledText;
import io.github.sentiment4j.evaluation.internal.output.DisplayText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Labelled texts and the uncalibrated scores that a model gives them.
 *
 * @param info the classifier that was asked
 * @param texts (N) the texts
 * @param scores (N) the score of each text, or the reason why it has none
 * @param times (N) the time from asking to the answer; texts of one window share it
 */
public record ScoredTexts(
    ClassifierInfo info, List<LabelledText> texts, List<TextScore> scores, List<Duration> times) {
  private static final int SHOWN_CHARS = 60;

  /** A listener to the progress of {@link #of}. */
  @FunctionalInterface
  public interface Progress {
    /**
     * Is called after each window of texts.
     *
     * @param window the number of texts in the window
     * @param done the number of texts that have been scored or rejected until now
     */
    void scored(int window, int done);
  }

  public ScoredTexts {
    texts = List.copyOf(texts);
    scores = List.copyOf(scores);
    times = List.copyOf(times);
  }

  /** Scores texts without a listener. */
  public static ScoredTexts of(SentimentClassifier classifier, List<LabelledText> texts) {
    return of(classifier, texts, (window, done) -> {});
  }

  /**
   * Scores texts in windows of one batch for each context. Latencies mean most if the classifier
   * was warmed up and has batches of one text.
   *
   * @throws SentimentException if the engine gives labels only, the run was interrupted, or not one
   *     text could be scored
   */
  public static ScoredTexts of(
      SentimentClassifier classifier, List<LabelledText> texts, Progress progress) {
    requireProbabilities(classifier.info().engine());
    ClassifierSettings settings = classifier.info().settings();
    int window = settings.contexts() * settings.maxBatch();
    List<TextScore> scores = new ArrayList<>(texts.size());
    List<Duration> times = new ArrayList<>(texts.size());
    for (int start = 0; start < texts.size(); start += window) {
      List<LabelledText> some = texts.subList(start, Math.min(start + window, texts.size()));
      long startNanos = System.nanoTime();
      scores.addAll(classifier.scoreAll(some.stream().map(LabelledText::text).toList()));
      Duration time = Duration.ofNanos(System.nanoTime() - startNanos);
      times.addAll(Collections.nCopies(some.size(), time));
      scores.subList(start, scores.size()).forEach(ScoredTexts::requireNotInterrupted);
      progress.scored(some.size(), scores.size());
    }
    ScoredTexts scored = new ScoredTexts(classifier.info(), texts, scores, times);
    if (!texts.isEmpty() && scored.failures().size() == texts.size()) {
      throw scored.failures().get(0);
    }
    return scored;
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

  private static void requireNotInterrupted(TextScore score) {
    if (score instanceof TextScore.Rejected rejected
        && (rejected.error().code() == ErrorCode.INTERRUPTED
            || rejected.error().code() == ErrorCode.CANCELLED)) {
      throw rejected.error();
    }
  }

  /**
   * Returns the scores of several models on the texts that all of them scored.
   *
   * @param models at least one, all on the same texts
   */
  public static List<ScoredTexts> onCommonTexts(List<ScoredTexts> models) {
    int[] places =
        IntStream.range(0, models.get(0).texts().size())
            .filter(i -> models.stream().allMatch(model -> model.isScored(i)))
            .toArray();
    return models.stream().map(model -> model.select(places)).toList();
  }

  private ScoredTexts select(int[] places) {
    return new ScoredTexts(
        info,
        Arrays.stream(places).mapToObj(texts::get).toList(),
        Arrays.stream(places).mapToObj(scores::get).toList(),
        Arrays.stream(places).mapToObj(times::get).toList());
  }

  private boolean isScored(int i) {
    return scores.get(i) instanceof TextScore.Scored;
  }

  /** Returns the calibration in force. */
  public Calibration calibration() {
    return info.profile().calibration();
  }

  /** Returns percentiles of the times of the scored texts. */
  public Latency latency() {
    return Latency.of(
        IntStream.range(0, texts.size()).filter(this::isScored).mapToObj(times::get).toList());
  }

  /** Returns the scored texts under the calibration in force. */
  public Predictions predictions() {
    return predictions(calibration());
  }

  /** Returns the scored texts under a calibration. */
  public Predictions predictions(Calibration calibration) {
    return Predictions.of(truth(), scored().stream().map(calibration::apply).toList());
  }

  /** Returns the true labels of the scored texts. */
  public List<Sentiment> truth() {
    return IntStream.range(0, texts.size())
        .filter(this::isScored)
        .mapToObj(i -> texts.get(i).label())
        .toList();
  }

  /** Returns the scores of the scored texts. */
  public List<TextScore.Scored> scored() {
    return scores.stream()
        .filter(TextScore.Scored.class::isInstance)
        .map(TextScore.Scored.class::cast)
        .toList();
  }

  /** Returns the number of scored texts of which a part was cut off. */
  public long truncated() {
    return scored().stream().filter(TextScore.Scored::truncated).count();
  }

  /** Returns the reasons why texts could not be scored, one for each of these texts. */
  public List<SentimentException> failures() {
    return scores.stream()
        .filter(TextScore.Rejected.class::isInstance)
        .map(score -> ((TextScore.Rejected) score).error())
        .toList();
  }

  /** Returns the number of texts that failed with each code. */
  public Map<ErrorCode, Integer> failureCounts() {
    Map<ErrorCode, Integer> counts = new TreeMap<>();
    failures().forEach(failure -> counts.merge(failure.code(), 1, Integer::sum));
    return counts;
  }

  /** Returns the number of failures, their codes and the first of them; empty if none failed. */
  public Optional<String> describeFailures() {
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
            DisplayText.shorten(DisplayText.onOneLine(texts.get(first).text()), SHOWN_CHARS),
            failures.get(0).getMessage()));
  }
}
