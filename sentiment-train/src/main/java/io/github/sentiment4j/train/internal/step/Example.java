package io.github.sentiment4j.train.internal.step;

import io.github.sentiment4j.core.Sentiment;

/**
 * A text as ids, with its target.
 *
 * @param prompt ids of prefix, text and suffix
 * @param target probabilities of positive, neutral, negative: 1 and zeros for a label, or a
 *     teacher's
 * @param reference (W) log-probabilities of the label words' tokens under the reference; empty
 *     where there is no reference, see {@link LabelTokens#tokenScores}
 */
@SuppressWarnings("ArrayRecordComponent")
public record Example(int[] prompt, float[] target, float[] reference) {
  /** A text without a reference. */
  public Example(int[] prompt, float[] target) {
    this(prompt, target, new float[0]);
  }

  /** Returns the same text with the log-probabilities of a reference. */
  public Example withReference(float[] logProbabilities) {
    return new Example(prompt, target, logProbabilities);
  }

  /** Returns the most probable sentiment. */
  public Sentiment sentiment() {
    return Sentiment.mostProbable(new double[] {target[0], target[1], target[2]});
  }

  /** Returns its index in arrays of labels. */
  public int label() {
    return sentiment().index();
  }
}
