package io.github.sentiment4j.model.convert;

import io.github.sentiment4j.gguf.GgmlType;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.model.tensor.Weight;
import io.github.sentiment4j.model.tensor.WrappedWeight;
import java.nio.file.Path;

/** A weight that is read for a file and must not become NaN or infinity there. */
final class FiniteWeight extends WrappedWeight {
  /** From here on halves are infinite. */
  private static final float HALF_LIMIT = 65_520;

  private final Path origin;
  private final GgmlType type;
  private final float limit;

  /**
   * Guards a weight.
   *
   * @param origin the source, for messages
   * @param type the type it is stored as
   */
  FiniteWeight(Weight source, Path origin, GgmlType type) {
    super(source);
    this.origin = origin;
    this.type = type;
    this.limit = type == GgmlType.F16 ? HALF_LIMIT : Float.POSITIVE_INFINITY;
  }

  /**
   * Reads rows, see {@link Weight#read}.
   *
   * @throws ModelFileException {@link Kind#MODEL_INVALID} if a number is not finite, {@link
   *     Kind#MODEL_UNSUPPORTED} if the type does not hold it
   */
  @Override
  public void read(int firstRow, int count, float[] target) {
    source().read(firstRow, count, target);
    int elements = count * columns();
    for (int i = 0; i < elements; i++) {
      if (!(Math.abs(target[i]) < limit)) {
        throw refused(firstRow + i / columns(), target[i]);
      }
    }
  }

  private ModelFileException refused(int row, float value) {
    String place = "tensor \"" + name() + "\", row " + row;
    return Float.isFinite(value)
        ? ModelFileException.unsupported(
            origin,
            place,
            "numbers that " + type + " holds, up to 65504",
            value + "; choose another type, such as bf16")
        : ModelFileException.invalid(
            origin,
            place,
            "finite numbers",
            value + "; the training diverged, or the file is damaged");
  }
}
