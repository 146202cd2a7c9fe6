package io.github.sentiment4j.jni.internal.engine;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.ScoringContext.BatchScores;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.TextScore;
import io.github.sentiment4j.jni.internal.Natives;
import io.github.sentiment4j.jni.internal.Wire;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the result of {@link Natives#score}, which has this format:
 *
 * <pre>
 * Scores  --&gt; EvaluatedTokens, NanosHigh, NanosLow, Text^T, Segment^S
 * Text    --&gt; Status, PromptTokens, Truncated, Segments       the sum of Segments is S
 * Segment --&gt; TextTokens, Score^3                              Score is the bits of a float
 * Status  --&gt; the number of a {@link Wire.TextStatus}
 * </pre>
 */
final class NativeScores {
  private NativeScores() {}

  static BatchScores read(int[] values, int texts, int maxTokens) {
    List<TextScore> scores = new ArrayList<>(texts);
    int segment = Wire.HEADER_INTS + texts * Wire.TEXT_INTS;
    for (int t = 0; t < texts; t++) {
      int at = Wire.HEADER_INTS + t * Wire.TEXT_INTS;
      int promptTokens = values[at + 1];
      int count = values[at + 3];
      scores.add(
          switch (Wire.TEXT_STATUSES.get(values[at])) {
            case SCORED ->
                new TextScore.Scored(
                    segments(values, segment, count), promptTokens, values[at + 2] != 0);
            case TOO_LONG -> TextScore.Rejected.tooLong(promptTokens, maxTokens);
            case NO_TOKENS ->
                new TextScore.Rejected(
                    ErrorCode.EMPTY_TEXT, "The text has no tokens in this model's vocabulary");
          });
      segment += count * Wire.SEGMENT_INTS;
    }
    long nanos = (long) values[1] << 32 | Integer.toUnsignedLong(values[2]);
    return new BatchScores(scores, values[0], nanos);
  }

  private static List<TextScore.Segment> segments(int[] values, int from, int count) {
    List<TextScore.Segment> segments = new ArrayList<>(count);
    for (int s = 0; s < count; s++) {
      int at = from + s * Wire.SEGMENT_INTS;
      float[] scores = new float[Sentiment.COUNT];
      for (int k = 0; k < scores.length; k++) {
        scores[k] = Float.intBitsToFloat(values[at + 1 + k]);
      }
      segments.add(new TextScore.Segment(scores, values[at]));
    }
    return segments;
  }
}
