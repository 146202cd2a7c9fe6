package io.github.sentiment4j.train;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.checkpoint.DecoderConfig;
import io.github.sentiment4j.train.internal.decoder.Adapter;
import io.github.sentiment4j.train.internal.step.AdamW;
import io.github.sentiment4j.train.internal.step.BatchOrder;
import io.github.sentiment4j.train.internal.step.Example;
import io.github.sentiment4j.train.internal.step.Gradients;
import io.github.sentiment4j.train.spec.FineTuneSpec;
import io.github.sentiment4j.train.spec.LoraSpec;
import io.github.sentiment4j.train.spec.Objective;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Estimates the time and memory that a fine-tune takes on this machine. */
final class Estimate {
  /** The bytes of Java, libtorch's code and the memory that both keep for themselves. */
  private static final long PROCESS_BYTES = 500_000_000;

  private Estimate() {}

  /**
   * Measures the seconds of a batch of median length, whose gradients are then dropped. A batch of
   * the shortest texts runs first to warm up code and memory.
   */
  static double secondsOfBatch(
      Gradients gradients, AdamW optimizer, FineTuneSpec spec, TrainingData data) {
    List<List<Example>> batches =
        new ArrayList<>(
            BatchOrder.of(data.training(), spec.schedule().batch(), spec.run().seed(), 0));
    batches.sort(Comparator.comparingInt(batch -> batch.get(0).prompt().length));
    gradients.add(optimizer, batches.get(0), 1, 0);
    long start = System.nanoTime();
    gradients.add(optimizer, batches.get(batches.size() / 2), 1, 0);
    double seconds = (System.nanoTime() - start) / 1e9;
    optimizer.forget();
    return seconds;
  }

  /**
   * Returns an upper bound of the bytes: the process, the base, the adapter with gradients and
   * moments, and the activations of the largest batch. These are about 10 D + 4 F + 4 H S floats
   * for each token and block, and three times the logits.
   */
  static long bytes(
      FineTuneSpec spec, LoraSpec lora, Checkpoint base, TrainingData data, ScalarType type) {
    DecoderConfig c = base.config();
    long parameters =
        base.names().stream()
            .map(name -> base.weight(name).orElseThrow())
            .mapToLong(weight -> (long) weight.rows() * weight.columns())
            .sum();
    long texts = Math.min(spec.schedule().batch(), data.training().size());
    boolean allLabels =
        spec.target().objective() == Objective.LABELS
            || spec.target().objective().isPreference()
            || !spec.data().teacher().isEmpty();
    long sequences = texts * (allLabels ? data.labels().beginnings().size() : 1);
    long tokens = sequences * (data.mostTokens() + data.labels().longest() - 1);
    long ofLabels = allLabels ? data.labels().positions() : data.labels().longest();
    long rows = spec.target().objective() == Objective.ALL_TOKENS ? tokens : texts * ofLabels;
    long perToken = 10L * c.hiddenSize() + 4L * c.feedForwardSize() + 4L * c.heads() * c.headSize();
    return PROCESS_BYTES
        + parameters * (type == ScalarType.Float ? 4 : 2)
        + 16 * Adapter.parameterCount(base, lora)
        + 4 * (tokens * perToken * c.layers() + 3 * rows * c.vocabularySize());
  }

  /**
   * Checks that there is enough free memory.
   *
   * @throws SentimentException {@link ErrorCode#INVALID_SETTING} if there is less
   */
  static void requireMemory(long bytes) {
    long there = Pointer.availablePhysicalBytes();
    if (bytes > there) {
      throw new SentimentException(
          ErrorCode.INVALID_SETTING,
          "expected some "
              + bytes / 1_000_000
              + " MB of free memory, found "
              + there / 1_000_000
              + " MB; take a smaller batch or fewer tokens, or a smaller base");
    }
  }
}
