package io.github.sentiment4j.train;

/**
 * How well the labels of a validation set are found.
 *
 * @param macroF1 mean of the labels' F1 = 2 tp / (2 tp + fp + fn), 0 for one that occurs nowhere
 * @param accuracy share of texts with the right label
 * @param loss mean cross-entropy of the label probabilities, in nats
 */
public record ValidationScore(double macroF1, double accuracy, double loss) {

  /**
   * Of predictions.
   *
   * @param counts (true label, found label)
   */
  static ValidationScore of(int[][] counts, double loss) {
    double sum = 0;
    int right = 0;
    int all = 0;
    for (int label = 0; label < counts.length; label++) {
      int found = 0;
      int there = 0;
      for (int other = 0; other < counts.length; other++) {
        found += counts[other][label];
        there += counts[label][other];
      }
      sum += found + there == 0 ? 0 : 2.0 * counts[label][label] / (found + there);
      right += counts[label][label];
      all += there;
    }
    return new ValidationScore(sum / counts.length, (double) right / all, loss);
  }

  /** Whether this is to be kept instead of another: by macro-F1, then by loss. */
  boolean betterThan(ValidationScore other) {
    return macroF1 > other.macroF1 || (macroF1 == other.macroF1 && loss < other.loss);
  }
}
