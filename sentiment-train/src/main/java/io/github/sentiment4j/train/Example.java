package io.github.sentiment4j.train;

/**
 * A text as the model is asked about it.
 *
 * @param prompt ids of prefix, text and suffix
 * @param target probabilities of positive, neutral, negative: 1 and zeros for a label, or a
 *     teacher's
 */
@SuppressWarnings("ArrayRecordComponent")
record Example(int[] prompt, float[] target) {

  /** The most probable label; of equals the first. */
  int label() {
    int best = 0;
    for (int i = 1; i < target.length; i++) {
      if (target[i] > target[best]) {
        best = i;
      }
    }
    return best;
  }
}
