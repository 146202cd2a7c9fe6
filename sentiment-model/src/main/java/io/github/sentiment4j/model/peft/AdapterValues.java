package io.github.sentiment4j.model.peft;

import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.model.tensor.Weight;
import java.util.Optional;

/** Checks the numbers of an adapter before they are used. */
final class AdapterValues {
  private AdapterValues() {}

  private static final int ROWS = 1_024;

  /**
   * Reads all that was trained once.
   *
   * @return a warning if some modules have no effect
   * @throws ModelFileException {@link Kind#MODEL_INVALID} if a number is not finite
   */
  static Optional<String> check(PeftAdapter adapter) {
    int zero = 0;
    for (String module : adapter.modules()) {
      LowRank lowRank = adapter.lowRank(module);
      requireFinite(adapter, module, lowRank.isFinite());
      zero += lowRank.isZero() ? 1 : 0;
    }
    adapter.saved().forEach((name, weight) -> requireFinite(adapter, name, isFinite(weight)));
    adapter.kept().forEach((name, weight) -> requireFinite(adapter, name, isFinite(weight)));
    adapter.tokens().forEach((name, rows) -> requireFinite(adapter, name, isFinite(rows)));
    int all = adapter.modules().size();
    if (zero == 0) {
      return Optional.empty();
    }
    return Optional.of(
        zero == all && adapter.saved().isEmpty() && adapter.tokens().isEmpty()
            ? "the adapter changes none of its "
                + all
                + " modules, their lora_B (of an embedding: lora_A) is zero: it was saved before"
                + " training, or by a process that did not have the trained matrices"
            : zero
                + " of the adapter's "
                + all
                + " modules stay as they are, their lora_B (of an embedding: lora_A) is zero: they"
                + " were not trained");
  }

  private static void requireFinite(PeftAdapter adapter, String place, boolean finite) {
    if (!finite) {
      throw adapter.complaint(
          Kind.MODEL_INVALID,
          place,
          "finite numbers",
          "NaN or infinity; the training diverged: take an earlier checkpoint, or train with a"
              + " smaller learning rate");
    }
  }

  private static boolean isFinite(Weight weight) {
    float[] values = new float[ROWS * weight.columns()];
    for (int row = 0; row < weight.rows(); row += ROWS) {
      int count = Math.min(ROWS, weight.rows() - row);
      weight.read(row, count, values);
      if (!LowRank.isFinite(values, count * weight.columns())) {
        return false;
      }
    }
    return true;
  }
}
