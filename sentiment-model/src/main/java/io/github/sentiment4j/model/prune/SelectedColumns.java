package io.github.sentiment4j.model.prune;

import io.github.sentiment4j.model.tensor.Weight;
import io.github.sentiment4j.model.tensor.WrappedWeight;
import java.util.Objects;

/** A matrix reduced to some of its columns. */
final class SelectedColumns extends WrappedWeight {
  private static final int FLOATS_AT_ONCE = 1 << 18;

  private final int[] columns;

  SelectedColumns(Weight whole, int[] columns) {
    super(whole);
    this.columns = columns;
  }

  @Override
  public int columns() {
    return columns.length;
  }

  @Override
  public void read(int firstRow, int count, float[] target) {
    Objects.checkFromIndexSize(firstRow, count, rows());
    Objects.checkFromIndexSize(0, count * columns.length, target.length);
    int width = source().columns();
    int rowsAtOnce = Math.max(1, Math.min(count, FLOATS_AT_ONCE / width));
    float[] part = new float[rowsAtOnce * width];
    int to = 0;
    for (int done = 0; done < count; done += rowsAtOnce) {
      int now = Math.min(rowsAtOnce, count - done);
      source().read(firstRow + done, now, part);
      for (int row = 0; row < now; row++) {
        for (int column : columns) {
          target[to++] = part[row * width + column];
        }
      }
    }
  }
}
