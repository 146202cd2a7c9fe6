package io.github.sentiment4j.model.tensor;

/** A weight under another name. */
public record RenamedWeight(String name, Weight source) implements Weight {
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
    source.read(firstRow, count, target);
  }
}
