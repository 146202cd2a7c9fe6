package io.github.sentiment4j.core;

import io.github.sentiment4j.core.spi.TextScore;
import io.github.sentiment4j.core.spi.TextScore.Segment;
import java.time.Duration;
import java.util.Arrays;

/** Makes results of scores: calibration, the label, abstention. */
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
      return new Ending.Classified(result(scored, elapsedNanos), scored);
    }
    if (score instanceof TextScore.Labelled labelled) {
      return new Ending.Classified(result(labelled, elapsedNanos), labelled);
    }
    return Ending.Failed.of(((TextScore.Rejected) score).error());
  }

  private static SentimentResult result(TextScore.Labelled labelled, long elapsedNanos) {
    return new SentimentResult(
        labelled.label(),
        Double.NaN,
        Double.NaN,
        Double.NaN,
        false,
        labelled.truncated(),
        labelled.tokens(),
        Duration.ofNanos(elapsedNanos));
  }

  private SentimentResult result(TextScore.Scored scored, long elapsedNanos) {
    double[] p = calibration.apply(scored); // (3) in the order of Sentiment
    Sentiment label = Sentiment.mostProbable(p);
    double confidence = p[label.index()];
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
