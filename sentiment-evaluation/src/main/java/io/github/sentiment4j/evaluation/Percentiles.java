package io.github.sentiment4j.evaluation;

/** Percentiles of sorted values. */
final class Percentiles {
  private Percentiles() {}

  /**
   * Returns the value below which a share of the values lie, interpolated linearly (Hyndman and Fan
   * 1996, definition 7; the default of numpy).
   *
   * @param sorted at least one value, in rising order
   * @param share in [0, 1]
   */
  static double of(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
