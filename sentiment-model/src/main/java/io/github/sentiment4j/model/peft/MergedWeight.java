package io.github.sentiment4j.model.peft;

import io.github.sentiment4j.model.tensor.Weight;
import java.util.function.Supplier;

/** A weight of the base with what the adapter adds to it, in single precision. */
record MergedWeight(Weight base, Supplier<LowRank> added) implements Weight {
  @Override
  public String name() {
    return base.name();
  }

  @Override
  public int dimensions() {
    return base.dimensions();
  }

  @Override
  public int rows() {
    return base.rows();
  }

  @Override
  public int columns() {
    return base.columns();
  }

  @Override
  public String storedAs() {
    return "F32";
  }

  @Override
  public void read(int firstRow, int count, float[] target) {
    base.read(firstRow, count, target);
    added.get().addTo(target, firstRow, count, columns());
  }
}
