package io.github.sentiment4j.model.prune;

import io.github.sentiment4j.model.tensor.Weight;
import java.util.Objects;
import java.util.SplittableRandom;

/** A weight in memory. */
@SuppressWarnings("ArrayRecordComponent")
record FloatWeight(String name, int dimensions, int rows, int columns, float[] values)
    implements Weight {
  /** A matrix (R, C) of random numbers in [-1, 1). */
  static FloatWeight matrix(String name, int rows, int columns) {
    return new FloatWeight(name, 2, rows, columns, random(name, rows * columns));
  }

  /** A vector (R) of random numbers in [-1, 1). */
  static FloatWeight vector(String name, int rows) {
    return new FloatWeight(name, 1, rows, 1, random(name, rows));
  }

  private static float[] random(String name, int count) {
    SplittableRandom random = new SplittableRandom(name.hashCode());
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  @Override
  public String storedAs() {
    return "F32";
  }

  @Override
  public void read(int firstRow, int count, float[] target) {
    Objects.checkFromIndexSize(firstRow, count, rows);
    System.arraycopy(values, firstRow * columns, target, 0, count * columns);
  }

  /** All elements of a weight, row-major. */
  static float[] all(Weight weight) {
    float[] values = new float[weight.rows() * weight.columns()];
    weight.read(0, weight.rows(), values);
    return values;
  }
}
