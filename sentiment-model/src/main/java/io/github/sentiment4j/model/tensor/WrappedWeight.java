package io.github.sentiment4j.model.tensor;

/** A weight that delegates to another one everything that a subclass does not override. */
public abstract class WrappedWeight implements Weight {
  private final Weight source;

  /** Wraps a weight. */
  protected WrappedWeight(Weight source) {
    this.source = source;
  }

  /** The other weight. */
  protected final Weight source() {
    return source;
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
    source.read(firstRow, count, target);
  }
}
