package io.github.sentiment4j.model.convert;

import io.github.sentiment4j.model.tensor.Weight;

/**
 * The rows of a query or key projection as files of the llama architecture have them. Rotary
 * embedding turns pairs of rows of a head: Hugging Face pairs row j with row j + D/2, these files
 * pair row 2j with row 2j + 1. H heads of D rows each.
 */
record RotaryRows(Weight source, int headRows) implements Weight {

  /** The rows of a weight with H heads in the order of GGUF. */
  static Weight interleaved(Weight weight, int heads) {
    return new RotaryRows(weight, weight.rows() / heads);
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public int dimensions() {
    return source.dimensions();
  }

  @Override
  public int rows() {
    return source.rows();
  }

  @Override
  public int columns() {
    return source.columns();
  }

  @Override
  public String storedAs() {
    return source.storedAs();
  }

  @Override
  public void read(int firstRow, int count, float[] target) {
    int columns = columns();
    float[] row = new float[columns];
    for (int i = 0; i < count; i++) {
      int head = (firstRow + i) / headRows;
      int within = (firstRow + i) % headRows;
      int from = head * headRows + within % 2 * (headRows / 2) + within / 2;
      source.read(from, 1, row);
      System.arraycopy(row, 0, target, i * columns, columns);
    }
  }
}
