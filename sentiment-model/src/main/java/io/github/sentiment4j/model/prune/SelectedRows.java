package io.github.sentiment4j.model.prune;

import io.github.sentiment4j.model.tensor.Weight;
import io.github.sentiment4j.model.tensor.WrappedWeight;
import java.util.Objects;

/** A weight reduced to some rows, in ascending order. Neighbours are read together. */
final class SelectedRows extends WrappedWeight {
  private final int[] rows;

  SelectedRows(Weight whole, int[] rows) {
    super(whole);
    this.rows = rows;
  }

  @Override
  public int rows() {
    return rows.length;
  }

  @Override
  public void read(int firstRow, int count, float[] target) {
    Objects.checkFromIndexSize(firstRow, count, rows.length);
    int columns = columns();
    Objects.checkFromIndexSize(0, count * columns, target.length);
    float[] run = new float[0];
    for (int done = 0; done < count; ) {
      int first = firstRow + done;
      int length = runLength(first, firstRow + count);
      if (run.length < length * columns) {
        run = new float[length * columns];
      }
      source().read(rows[first], length, run);
      System.arraycopy(run, 0, target, done * columns, length * columns);
      done += length;
    }
  }

  /** Returns the number of selected rows from one on that are neighbours in the whole weight. */
  private int runLength(int from, int end) {
    int length = 1;
    while (from + length < end && rows[from + length] == rows[from] + length) {
      length++;
    }
    return length;
  }
}
