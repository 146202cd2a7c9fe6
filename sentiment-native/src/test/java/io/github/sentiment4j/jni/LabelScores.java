package io.github.sentiment4j.jni;

import io.github.sentiment4j.core.ScoringContext;
import io.github.sentiment4j.core.ScoringEngine;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.TextScore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The three scores of a text that has one segment, in the order of {@link Sentiment}. */
final class LabelScores {
  private static final List<Sentiment> ORDER = List.of(Sentiment.values());

  private final float[] logProbabilities;

  LabelScores(float[] logProbabilities) {
    this.logProbabilities = logProbabilities;
  }

  /** Scores texts, of which none is rejected or cut into chunks. */
  static List<LabelScores> of(ScoringEngine engine, List<String> texts) {
    return of(engine.contexts().get(0), texts);
  }

  static List<LabelScores> of(ScoringContext context, List<String> texts) {
    return context.score(texts).texts().stream().map(LabelScores::of).toList();
  }

  /** Scores texts in calls of at most {@code batch} texts. */
  static List<LabelScores> of(ScoringEngine engine, List<String> texts, int batch) {
    List<LabelScores> scores = new ArrayList<>();
    for (int from = 0; from < texts.size(); from += batch) {
      scores.addAll(of(engine, texts.subList(from, Math.min(texts.size(), from + batch))));
    }
    return scores;
  }

  static LabelScores of(TextScore score) {
    if (score instanceof TextScore.Rejected rejected) {
      throw new AssertionError("rejected", rejected.error());
    }
    List<TextScore.Segment> segments = ((TextScore.Scored) score).segments();
    if (segments.size() != 1) {
      throw new AssertionError("expected one segment, found " + segments.size());
    }
    return new LabelScores(segments.get(0).logProbabilities());
  }

  float of(Sentiment sentiment) {
    return logProbabilities[ORDER.indexOf(sentiment)];
  }

  Sentiment best() {
    return Arrays.stream(Sentiment.values()).reduce((a, b) -> of(b) > of(a) ? b : a).orElseThrow();
  }

  /** Returns the difference between the log-probabilities of the best and the second label. */
  double margin() {
    float[] sorted = logProbabilities.clone();
    Arrays.sort(sorted);
    return sorted[2] - (double) sorted[1];
  }

  /** Returns (3) probabilities, renormalised over the labels. */
  double[] probabilities() {
    double max = of(best());
    double[] p = new double[Sentiment.COUNT];
    double sum = 0;
    for (int k = 0; k < p.length; k++) {
      p[k] = Math.exp(logProbabilities[k] - max);
      sum += p[k];
    }
    for (int k = 0; k < p.length; k++) {
      p[k] /= sum;
    }
    return p;
  }

  /** Returns the largest difference of a label's probability. */
  double distance(LabelScores other) {
    return largestDifference(probabilities(), other.probabilities());
  }

  /** Returns the largest difference of a label's renormalised log-probability. */
  double logDistance(LabelScores other) {
    return largestDifference(
        Arrays.stream(probabilities()).map(Math::log).toArray(),
        Arrays.stream(other.probabilities()).map(Math::log).toArray());
  }

  private static double largestDifference(double[] a, double[] b) {
    return IntStream.range(0, Sentiment.COUNT)
        .mapToDouble(k -> Math.abs(a[k] - b[k]))
        .max()
        .orElseThrow();
  }

  @Override
  public String toString() {
    return Arrays.toString(logProbabilities);
  }
}
