package io.github.sentiment4j.model.prune;

import io.github.sentiment4j.model.tensor.Weight;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Ranks the hidden units of a feed-forward block. Letters: F hidden units, H width of the residual
 * stream.
 */
final class HiddenUnits {
  private static final int FLOATS_AT_ONCE = 1 << 20;

  private HiddenUnits() {}

  /**
   * Returns the mean contribution of each unit to the residual stream: its mean absolute activation
   * times the norm of its column in the down projection.
   *
   * @param meanActivations (F) mean absolute activations, the input of the down projection
   * @param down (H, F)
   * @return (F)
   */
  static double[] importance(double[] meanActivations, Weight down) {
    double[] importance = columnNorms(down);
    for (int unit = 0; unit < importance.length; unit++) {
      importance[unit] *= meanActivations[unit];
    }
    return importance;
  }

  /** (C) the Euclidean norms of the columns. */
  static double[] columnNorms(Weight matrix) {
    int columns = matrix.columns();
    int rowsAtOnce = Math.min(matrix.rows(), Math.max(1, FLOATS_AT_ONCE / columns));
    float[] rows = new float[rowsAtOnce * columns];
    double[] norms = new double[columns];
    for (int first = 0; first < matrix.rows(); first += rowsAtOnce) {
      int count = Math.min(rowsAtOnce, matrix.rows() - first);
      matrix.read(first, count, rows);
      for (int i = 0; i < count * columns; i++) {
        norms[i % columns] += (double) rows[i] * rows[i];
      }
    }
    return Arrays.stream(norms).map(Math::sqrt).toArray();
  }

  /**
   * Returns the most important units.
   *
   * @param importance (F); of equal ones the first is taken
   * @param width W, how many
   * @return (W) ascending
   */
  static int[] mostImportant(double[] importance, int width) {
    return IntStream.range(0, importance.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer unit) -> -importance[unit]))
        .limit(width)
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }
}
