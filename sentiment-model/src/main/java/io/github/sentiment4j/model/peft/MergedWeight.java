package io.github.sentiment4j.model.peft;

import io.github.sentiment4j.model.tensor.Weight;
import io.github.sentiment4j.model.tensor.WrappedWeight;
import java.util.function.Supplier;

/** A weight of the base plus the adapter's product, in single precision. */
final class MergedWeight extends WrappedWeight {
  private final Supplier<LowRank> added;

  MergedWeight(Weight base, Supplier<LowRank> added) {
    super(base);
    this.added = added;
  }

  @Override
  public String storedAs() {
    return "F32";
  }

  @Override
  public void read(int firstRow, int count, float[] target) {
    source().read(firstRow, count, target);
    added.get().addTo(target, firstRow, count, columns());
  }
}
