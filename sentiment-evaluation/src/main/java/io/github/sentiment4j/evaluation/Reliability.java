package io.github.sentiment4j.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * The agreement between the probability of the predicted label and the share that is right: the
 * reliability diagram over 10 bins of equal width and the expected calibration error (ECE), {@code
 * sum over bins of count/N x |accuracy - confidence|} (Guo et al. 2017, "On Calibration of Modern
 * Neural Networks", eq. 3). Immutable.
 *
 * @param bins (10) from the lowest confidence to the highest
 * @param ece the expected calibration error, in [0, 1]
 */
public record Reliability(List<Bin> bins, double ece) {
  private static final int BINS = 10;

  public Reliability {
    bins = List.copyOf(bins);
  }

  /**
   * The texts whose confidence is in (lower, upper]; 0 is in the first bin.
   *
   * @param lower the lower end, exclusive
   * @param upper the upper end, inclusive
   * @param count the number of texts
   * @param confidence the mean probability of the predicted label; not a number if there are no
   *     texts
   * @param accuracy the share of right labels; not a number if there are no texts
   */
  public record Bin(double lower, double upper, int count, double confidence, double accuracy) {}

  /** Returns the reliability of predictions. */
  public static Reliability of(Predictions predictions) {
    int[] counts = new int[BINS];
    int[] right = new int[BINS];
    double[] confidence = new double[BINS]; // sums
    for (int i = 0; i < predictions.size(); i++) {
      int bin = bin(predictions.confidence(i));
      counts[bin]++;
      right[bin] += predictions.isRight(i) ? 1 : 0;
      confidence[bin] += predictions.confidence(i);
    }
    List<Bin> bins = new ArrayList<>();
    double ece = 0;
    for (int b = 0; b < BINS; b++) {
      bins.add(
          new Bin(
              (double) b / BINS,
              (double) (b + 1) / BINS,
              counts[b],
              confidence[b] / counts[b],
              (double) right[b] / counts[b]));
      // count/N x |right/count - confidence/count|
      ece += Math.abs(right[b] - confidence[b]) / predictions.size();
    }
    return new Reliability(bins, ece);
  }

  private static int bin(double confidence) {
    int bin = 0;
    while (bin < BINS - 1 && confidence > (double) (bin + 1) / BINS) {
      bin++;
    }
    return bin;
  }
}
