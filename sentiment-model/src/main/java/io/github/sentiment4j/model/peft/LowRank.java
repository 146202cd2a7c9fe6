package io.github.sentiment4j.model.peft;

import io.github.sentiment4j.model.tensor.Weight;
import java.util.Arrays;

/**
 * What LoRA adds to a weight of R rows and C columns: scaling · left · right (Hu et al. 2021, arXiv
 * 2106.09685, section 4.1, with left = B and right = A).
 *
 * @param left (R, r) row-major
 * @param right (r, C) row-major
 */
@SuppressWarnings("ArrayRecordComponent")
record LowRank(float[] left, float[] right, int rank, float scaling) {

  /** Of a linear module. */
  static LowRank linear(Weight a, Weight b, float scaling) {
    return new LowRank(all(b), all(a), a.rows(), scaling);
  }

  /** Of an embedding, whose matrices PEFT keeps transposed: A is (r, R), B is (C, r). */
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

  /**
   * Adds the product to rows of a weight.
   *
   * @param rows (count, columns) row-major
   */
  void addTo(float[] rows, int firstRow, int count, int columns) {
    float[] delta = new float[columns];
    for (int i = 0; i < count; i++) {
      Arrays.fill(delta, 0);
      for (int k = 0; k < rank; k++) {
        float factor = left[(firstRow + i) * rank + k];
        int from = k * columns;
        for (int column = 0; column < columns; column++) {
          delta[column] += factor * right[from + column];
        }
      }
      int to = i * columns;
      for (int column = 0; column < columns; column++) {
        rows[to + column] += scaling * delta[column];
      }
    }
  }
}
