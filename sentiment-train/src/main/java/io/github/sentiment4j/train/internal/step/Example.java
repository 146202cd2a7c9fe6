package io.github.sentiment4j.train.internal.step;

import io.github.sentiment4j.core.Sentiment;

/**
 * A text as ids, with its target.
 *
 * @param prompt ids of prefix, text and suffix
 * @param target probabilities of positive, neutral, negative: 1 and zeros for a label, or a
 *     teacher's
 */
@SuppressWarnings("ArrayRecordComponent")
public record Example(int[] prompt, float[] target) {

  /** Returns the most probable sentiment. */
  public Sentiment sentiment() {
    return Sentiment.mostProbable(new double[] {target[0], target[1], target[2]});
  }

  /** Returns its index in arrays of labels. */
  public int label() {
    return sentiment().index();
  }
}
