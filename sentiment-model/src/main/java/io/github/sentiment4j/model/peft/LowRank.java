package io.github.sentiment4j.model.peft;

import io.github.sentiment4j.model.tensor.Weight;
import java.util.Arrays;

/**
 * The product that LoRA adds to a weight of R rows and C columns: scaling · left · right (Hu et al.
 * 2021, arXiv 2106.09685, section 4.1, with left = B and right = A).
 *
 * @param left (R, r) row-major
 * @param right (r, C) row-major
 */
@SuppressWarnings("ArrayRecordComponent")
record LowRank(float[] left, float[] right, int rank, float scaling) {

  /** Returns the product for a linear module. */
  static LowRank linear(Weight a, Weight b, float scaling) {
    return new LowRank(all(b), all(a), a.rows(), scaling);
  }

  /** Returns the product for an embedding, which PEFT keeps transposed: A (r, R), B (C, r). */
  static LowRank embedding(Weight a, Weight b, float scaling) {
    return new LowRank(transposed(a), transposed(b), a.rows(), scaling);
  }

  private static float[] all(Weight weight) {
    float[] values = new float[Math.multiplyExact(weight.rows(), weight.columns())];
    weight.read(0, weight.rows(), values);
    return values;
  }

  private static float[] transposed(Weight weight) {
    float[] values = all(weight);
    float[] transposed = new float[values.length];
    for (int row = 0; row < weight.rows(); row++) {
      for (int column = 0; column < weight.columns(); column++) {
        transposed[column * weight.rows() + row] = values[row * weight.columns() + column];
      }
    }
    return transposed;
  }

  /** Returns whether another one adds the same, number by number. */
  boolean isSame(LowRank other) {
    return scaling == other.scaling
        && Arrays.equals(left, other.left)
        && Arrays.equals(right, other.right);
  }

  /** Returns whether nothing is added. */
  boolean isZero() {
    return isZero(left) || isZero(right) || scaling == 0;
  }

  private static boolean isZero(float[] values) {
    for (float value : values) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether all numbers are finite. */
  boolean isFinite() {
    return isFinite(left, left.length) && isFinite(right, right.length);
  }

  /** Returns whether the first numbers are finite. */
  static boolean isFinite(float[] values, int count) {
    for (int i = 0; i < count; i++) {
      if (!Float.isFinite(values[i])) {
        return false;
      }
    }
    return true;
  }

  /**
   * Adds the product to rows of a weight. Four ranks are added at a time, so that each element is
   * read and written once; the order of the sum is that of the ranks.
   *
   * @param rows (count, columns) row-major
   */
  void addTo(float[] rows, int firstRow, int count, int columns) {
    float[] delta = new float[columns];
    for (int i = 0; i < count; i++) {
      int from = (firstRow + i) * rank;
      int k = 0;
      Arrays.fill(delta, 0);
      for (; k <= rank - 4; k += 4) {
        addFour(delta, from + k, k * columns);
      }
      for (; k < rank; k++) {
        addOne(delta, from + k, k * columns);
      }
      int to = i * columns;
      for (int column = 0; column < columns; column++) {
        rows[to + column] += scaling * delta[column];
      }
    }
  }

  private void addOne(float[] delta, int factor, int row) {
    float f = left[factor];
    for (int column = 0; column < delta.length; column++) {
      delta[column] += f * right[row + column];
    }
  }

  private void addFour(float[] delta, int factor, int row) {
    int columns = delta.length;
    float f0 = left[factor];
    float f1 = left[factor + 1];
    float f2 = left[factor + 2];
    float f3 = left[factor + 3];
    int row1 = row + columns;
    int row2 = row1 + columns;
    int row3 = row2 + columns;
    for (int column = 0; column < columns; column++) {
      delta[column] =
          delta[column]
              + f0 * right[row + column]
              + f1 * right[row1 + column]
              + f2 * right[row2 + column]
              + f3 * right[row3 + column];
    }
  }
}
