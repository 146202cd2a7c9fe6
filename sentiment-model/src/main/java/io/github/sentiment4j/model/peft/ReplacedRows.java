package io.github.sentiment4j.model.peft;

import io.github.sentiment4j.model.tensor.Weight;
import io.github.sentiment4j.model.tensor.WrappedWeight;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A weight of which some rows were trained, in single precision. */
final class ReplacedRows extends WrappedWeight {
  private final Weight rows;

  /** The new row of each old one that is replaced. */
  private final Map<Integer, Integer> places = new HashMap<>();

  /**
   * @param base (R, C)
   * @param rows (n, C)
   * @param ids (n) the row that each of them replaces, below R
   */
  ReplacedRows(Weight base, Weight rows, List<Integer> ids) {
    super(base);
    this.rows = rows;
    for (int i = 0; i < ids.size(); i++) {
      places.put(ids.get(i), i);
    }
  }

  @Override
  public String storedAs() {
    return "F32";
  }

  @Override
  public void read(int firstRow, int count, float[] target) {
    source().read(firstRow, count, target);
    float[] row = new float[columns()];
    for (int i = 0; i < count; i++) {
      Integer place = places.get(firstRow + i);
      if (place != null) {
        rows.read(place, 1, row);
        System.arraycopy(row, 0, target, i * columns(), columns());
      }
    }
  }
}
