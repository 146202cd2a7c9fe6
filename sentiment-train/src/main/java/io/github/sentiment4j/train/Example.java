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

  /** The most probable label. */
  int label() {
    return mostProbable(target);
  }

  /** Whether the target is a label, not a teacher's probabilities. */
  boolean isCertain() {
    return target[label()] == 1;
  }

  /** Where the largest of some probabilities or their logarithms is; of equals the first. */
  static int mostProbable(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }
}
