package io.github.sentiment4j.model.tensor;

/** A weight under another name. */
public final class RenamedWeight extends WrappedWeight {
  private final String name;

  /** Renames a weight. */
  public RenamedWeight(String name, Weight source) {
    super(source);
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }
}
