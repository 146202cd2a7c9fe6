package io.github.sentiment4j.train.internal.step;

import io.github.sentiment4j.core.Sentiment;

/**
 * A text as the model is asked about it.
 *
 * @param prompt ids of prefix, text and suffix
 * @param target probabilities of positive, neutral, negative: 1 and zeros for a label, or a
 *     teacher's
 */
@SuppressWarnings("ArrayRecordComponent")
public record Example(int[] prompt, float[] target) {

  /** The most probable sentiment. */
  public Sentiment sentiment() {
    return Sentiment.mostProbable(new double[] {target[0], target[1], target[2]});
  }

  /** Its place in arrays of labels. */
  public int label() {
    return sentiment().index();
  }
}
