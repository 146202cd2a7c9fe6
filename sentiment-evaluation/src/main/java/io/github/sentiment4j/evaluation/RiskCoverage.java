package io.github.sentiment4j.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The error rate that is left if only the most confident texts are answered: the risk-coverage
 * curve and the area under it (AURC), the mean over n = 1..N of the error rate among the n most
 * confident texts (Geifman, Uziel and El-Yaniv 2019, "Bias-Reduced Uncertainty Estimation for Deep
 * Neural Classifiers", section 2). Texts of equal confidence count as the mean over their orders.
 * Immutable.
 *
 * @param points the points from few texts to all of them, one for each confidence that occurs
 * @param area AURC in [0, 1]; smaller is better
 */
public record RiskCoverage(List<Point> points, double area) {

  public RiskCoverage {
    points = List.copyOf(points);
  }

  /**
   * Risk and coverage of abstaining below a confidence.
   *
   * @param threshold the lowest confidence that is answered
   * @param coverage the share of texts that are answered, in [0, 1]
   * @param risk the share of errors among them, in [0, 1]; 0 if there are none
   */
  public record Point(double threshold, double coverage, double risk) {}

  /** Returns the curve of predictions. */
  public static RiskCoverage of(Predictions predictions) {
    int size = predictions.size();
    long[] keys = sortedKeys(predictions);
    List<Point> points = new ArrayList<>();
    double area = 0;
    int errors = 0; // before the texts of the current confidence
    for (int start = 0; start < size; ) {
      double threshold = confidence(keys[start]);
      int end = start;
      int more = 0; // errors of the current confidence
      for (; end < size && confidence(keys[end]) == threshold; end++) {
        more += isWrong(keys[end]) ? 1 : 0;
      }
      for (int n = start + 1; n <= end; n++) {
        double expectedErrors = errors + (double) more * (n - start) / (end - start);
        area += expectedErrors / n / size;
      }
      errors += more;
      points.add(new Point(threshold, (double) end / size, (double) errors / end));
      start = end;
    }
    return new RiskCoverage(points, area);
  }

  /** Returns risk and coverage of abstaining below a threshold. */
  public Point abstainingBelow(double threshold) {
    Point last = new Point(threshold, 0, 0);
    for (Point point : points) {
      if (point.threshold() >= threshold) {
        last = new Point(threshold, point.coverage(), point.risk());
      }
    }
    return last;
  }

  /**
   * Returns (N) the confidence of each text and whether it is wrong in one number, from the highest
   * confidence to the lowest. Doubles that are not negative are ordered like their bits, and those
   * up to 1 leave one bit free. A bootstrap sorts a thousand times, and numbers sort ten times as
   * fast as objects.
   */
  private static long[] sortedKeys(Predictions predictions) {
    return IntStream.range(0, predictions.size())
        .mapToLong(
            i ->
                -(Double.doubleToLongBits(predictions.confidence(i)) << 1
                    | (predictions.isRight(i) ? 0 : 1)))
        .sorted()
        .toArray();
  }

  private static double confidence(long key) {
    return Double.longBitsToDouble(-key >>> 1);
  }

  private static boolean isWrong(long key) {
    return (-key & 1) == 1;
  }
}
