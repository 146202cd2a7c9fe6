package io.github.sentiment4j.core;

import io.github.sentiment4j.core.spi.TextScore;
import io.github.sentiment4j.core.spi.TextScore.Segment;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Makes results of scores: calibration, the mean over chunks, the label, abstention. */
final class ResultFactory {
  private final Calibration calibration;
  private final double abstainBelow;

  ResultFactory(Calibration calibration, double abstainBelow) {
    this.calibration = calibration;
    this.abstainBelow = abstainBelow;
  }

  /** What came of a text that the engine scored or rejected. */
  Ending ending(TextScore score, long elapsedNanos) {
    if (score instanceof TextScore.Scored scored) {
      for (Segment segment : scored.segments()) {
        Ending.Failed problem = problem(segment.logProbabilities());
        if (problem != null) {
          return problem;
        }
      }
      return new Ending.Classified(result(scored, elapsedNanos));
    }
    return Ending.Failed.of(((TextScore.Rejected) score).error());
  }

  private SentimentResult result(TextScore.Scored scored, long elapsedNanos) {
    double[] p = probabilities(scored.segments()); // (3) in the order of Sentiment
    Sentiment label =
        p[0] >= p[1] && p[0] >= p[2]
            ? Sentiment.POSITIVE
            : p[1] >= p[2] ? Sentiment.NEUTRAL : Sentiment.NEGATIVE;
    double confidence = Math.max(p[0], Math.max(p[1], p[2]));
    return new SentimentResult(
        label,
        p[0],
        p[1],
        p[2],
        confidence < abstainBelow,
        scored.truncated(),
        scored.tokens(),
        Duration.ofNanos(elapsedNanos));
  }

  private double[] probabilities(List<Segment> segments) {
    if (segments.size() == 1) {
      return calibration.apply(segments.get(0).logProbabilities());
    }
    double[] mean = new double[Sentiment.COUNT];
    double total = segments.stream().mapToLong(Segment::textTokens).sum();
    for (Segment segment : segments) {
      double[] p = calibration.apply(segment.logProbabilities());
      for (int i = 0; i < mean.length; i++) {
        mean[i] += segment.textTokens() * p[i];
      }
    }
    for (int i = 0; i < mean.length; i++) {
      mean[i] /= total;
    }
    return mean;
  }

  private static Ending.Failed problem(float[] logProbabilities) {
    if (logProbabilities.length != Sentiment.COUNT) {
      return new Ending.Failed(
          ErrorCode.ENGINE_FAILED,
          "Expected a score for each of 3 labels, the engine gave "
              + Arrays.toString(logProbabilities)
              + "; report this to its maker");
    }
    for (float logProbability : logProbabilities) {
      if (!Float.isFinite(logProbability)) {
        return new Ending.Failed(
            ErrorCode.SCORES_NOT_FINITE,
            "Expected finite label scores, found "
                + Arrays.toString(logProbabilities)
                + " (positive, neutral, negative); the model's weights are damaged, get the file"
                + " again");
      }
    }
    return null;
  }
}
