package io.github.sentiment4j.jni;

import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.SentimentModel;
import io.github.sentiment4j.jni.internal.NativeHandle;
import io.github.sentiment4j.jni.internal.NativeLibrary;
import io.github.sentiment4j.jni.internal.NativePath;
import io.github.sentiment4j.jni.internal.Natives;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A model that measures the activity of the hidden units of its feed-forward blocks, and computes
 * logits without some of them. Thread-safe; it runs one text at a time.
 *
 * <p>Letters: L blocks, F hidden units of each block, V tokens of the vocabulary. The hidden units
 * of a block are the input of its down projection, {@code silu(gate(x)) * up(x)}.
 */
public final class ModelProbe implements AutoCloseable {
  private final NativeHandle probe;
  private final int layers;
  private final int units;

  private ModelProbe(NativeHandle probe) {
    this.probe = probe;
    int[] shape = probe.call(Natives::probeShape);
    this.layers = shape[0];
    this.units = shape[1];
  }

  /**
   * Loads a model.
   *
   * @param threads the number of CPU threads, at least 1
   * @param maxTokens the most tokens of one text, at least 1
   * @throws ModelFileException as {@link SentimentModel#open(Path)} does
   * @throws SentimentException if the native libraries cannot be loaded, memory is short, or
   *     llama.cpp refuses the file
   */
  public static ModelProbe open(Path file, int threads, int maxTokens) {
    if (threads < 1 || maxTokens < 1) {
      throw new IllegalArgumentException(
          "expected at least one thread and one token, found " + threads + " and " + maxTokens);
    }
    return SentimentModel.open(file, model -> load(file, threads, maxTokens), ModelProbe::close);
  }

  private static ModelProbe load(Path file, int threads, int maxTokens) {
    NativeLibrary.get();
    byte[] path = NativePath.bytes(file);
    return new ModelProbe(
        NativeHandle.open(
            "probe", () -> Natives.openProbe(path, threads, maxTokens), Natives::closeProbe));
  }

  /** Returns L, the number of blocks. */
  public int layers() {
    return layers;
  }

  /** Returns F, the number of hidden units of each block. */
  public int units() {
    return units;
  }

  /**
   * Adds the activity of the hidden units, |x| summed over the tokens. In the last block only the
   * last token counts, because the other tokens do not reach the output.
   *
   * @param tokens the token ids of a text, with the begin-of-text token if the model has one
   * @param sums (L, F) activities, row-major
   * @throws IllegalArgumentException if {@code sums} has another length
   * @throws SentimentException if there are too many tokens, or the model failed
   */
  public void addActivity(int[] tokens, double[] sums) {
    requireLength(sums.length, "sums");
    synchronized (this) {
      probe.run(handle -> Natives.addActivity(handle, tokens, sums));
    }
  }

  /**
   * Returns the logits (V) of the last token.
   *
   * @param tokens the token ids of a text, with the begin-of-text token if the model has one
   * @throws SentimentException if there are too many tokens, or the model failed
   */
  public synchronized float[] logits(int[] tokens) {
    return probe.call(handle -> Natives.logits(handle, tokens));
  }

  /**
   * Masks hidden units in all later calls.
   *
   * @param kept (L, F) true for the units that stay, row-major; null if all units stay
   * @throws IllegalArgumentException if {@code kept} has another length
   */
  @SuppressWarnings("exports") // annotations are for the compiler only
  public void keepUnits(boolean @Nullable [] kept) {
    byte[] mask = kept == null ? null : mask(kept);
    synchronized (this) {
      probe.run(handle -> Natives.keepUnits(handle, mask));
    }
  }

  private byte[] mask(boolean[] kept) {
    requireLength(kept.length, "kept");
    byte[] mask = new byte[kept.length];
    for (int i = 0; i < kept.length; i++) {
      mask[i] = (byte) (kept[i] ? 1 : 0);
    }
    return mask;
  }

  private void requireLength(int length, String name) {
    if (length != layers * units) {
      throw new IllegalArgumentException(
          name + ": expected " + layers + " x " + units + " elements, found " + length);
    }
  }

  /** Frees the model; idempotent. */
  @Override
  public void close() {
    probe.close();
  }
}
