package io.github.sentiment4j.model.checkpoint;

import io.github.sentiment4j.model.tensor.Weight;
import io.github.sentiment4j.model.tensor.WrappedWeight;

/**
 * The rows of a query or key projection in the other order of the llama architecture. Rotary
 * embedding turns pairs of rows of a head: Hugging Face pairs row j with row j + D/2, GGUF files of
 * that architecture pair row 2j with row 2j + 1. H heads of D rows each; a bias has its elements in
 * the same order.
 */
public final class RotaryRows extends WrappedWeight {
  private final int headRows;
  private final boolean interleaved;

  private RotaryRows(Weight source, int heads, boolean interleaved) {
    super(source);
    this.headRows = source.rows() / heads;
    this.interleaved = interleaved;
  }

  /** Reorders rows from the order of Hugging Face to that of GGUF. */
  public static Weight interleaved(Weight weight, int heads) {
    return new RotaryRows(weight, heads, true);
  }

  /** Reorders rows from the order of GGUF to that of Hugging Face. */
  public static Weight split(Weight weight, int heads) {
    return new RotaryRows(weight, heads, false);
  }

  @Override
  public void read(int firstRow, int count, float[] target) {
    int columns = columns();
    float[] row = new float[columns];
    for (int i = 0; i < count; i++) {
      source().read(sourceRow(firstRow + i), 1, row);
      System.arraycopy(row, 0, target, i * columns, columns);
    }
  }

  private int sourceRow(int row) {
    int within = row % headRows;
    int half = headRows / 2;
    int from = interleaved ? within % 2 * half + within / 2 : within % half * 2 + within / half;
    return row - within + from;
  }
}
