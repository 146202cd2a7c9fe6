package io.github.sentiment4j.train.internal.decoder;

import io.github.sentiment4j.model.tensor.Weight;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Converts between tensors and Java's arrays and files, and scopes the memory of tensors. */
public final class Torch {
  private static final int ROWS_FLOATS = 1 << 20;

  static {
    // Memory of tensors is no business of the JVM's limits.
    System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
  }

  private Torch() {}

  /** Runs something and frees the tensors that it made and did not keep elsewhere. */
  @SuppressWarnings("try")
  public static <R> R scoped(Supplier<R> work) {
    try (PointerScope scope = new PointerScope()) {
      return work.get();
    }
  }

  /** Runs something as {@link #scoped}, without recording gradients. */
  @SuppressWarnings("try")
  public static <R> R withoutGradients(Supplier<R> work) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      return work.get();
    }
  }

  /** Runs something as {@link #scoped}, and hands its result to the enclosing scope. */
  @SuppressWarnings("try")
  static Tensor scopedTensor(Supplier<Tensor> work) {
    PointerScope outer = PointerScope.getInnerScope();
    try (PointerScope scope = new PointerScope()) {
      Tensor result = work.get();
      if (outer == null) {
        result.retainReference();
      } else {
        outer.attach(result);
      }
      return result;
    }
  }

  /** Returns a tensor of integers of any shape, row-major. */
  public static Tensor integers(long[] values, long... shape) {
    return torch.tensor(values, new TensorOptions(ScalarType.Long)).reshape(shape);
  }

  /** Returns a tensor of floats of any shape, row-major. */
  public static Tensor floats(float[] values, long... shape) {
    Tensor tensor = torch.empty(shape, new TensorOptions(ScalarType.Float), null);
    tensor.data_ptr_float().put(values, 0, values.length);
    return tensor;
  }

  /** Returns all elements of a tensor of floats, row-major. */
  public static float[] array(Tensor tensor) {
    return scoped(
        () -> {
          Tensor plain = tensor.detach().to(ScalarType.Float).contiguous();
          float[] values = new float[Math.toIntExact(plain.numel())];
          plain.data_ptr_float().get(values, 0, values.length);
          return values;
        });
  }

  /** Reads a weight, some rows at a time: (R, C), or (R) for a vector. */
  public static Tensor weight(Weight weight, ScalarType type) {
    int rows = weight.rows();
    int columns = weight.columns();
    Tensor all = torch.empty(new long[] {rows, columns}, new TensorOptions(type), null);
    int step = Math.max(1, Math.min(rows, ROWS_FLOATS / columns));
    float[] buffer = new float[step * columns];
    for (int row = 0; row < rows; row += step) {
      int first = row;
      int count = Math.min(step, rows - row);
      weight.read(first, count, buffer);
      scoped(
          () -> {
            Tensor some = torch.empty(count, columns);
            some.data_ptr_float().put(buffer, 0, count * columns);
            return all.narrow(0, first, count).copy_(some).numel();
          });
    }
    return weight.dimensions() == 1 ? all.reshape(rows) : all;
  }

  public static Scalar scalar(double value) {
    return new Scalar(value);
  }
}
