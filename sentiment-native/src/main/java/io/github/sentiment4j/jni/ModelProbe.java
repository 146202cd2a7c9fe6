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
 * A model that runs, to look inside: how active the hidden units of its feed-forward blocks are,
 * and what it says without some of them. Thread-safe, but runs one text at a time.
 *
 * <p>Letters: L blocks, F hidden units of each, V tokens. The hidden units of a block are the input
 * of its down projection, {@code silu(gate(x)) * up(x)}.
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
   * @param threads CPU threads, at least 1
   * @param maxTokens of one text, at least 1
   * @throws ModelFileException as {@link SentimentModel#open(Path)}
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

  /** L. */
  public int layers() {
    return layers;
  }

  /** F. */
  public int units() {
    return units;
  }

  /**
   * Adds the activity of the hidden units: |x|, summed over the tokens. Of the last block only the
   * last token counts, because nothing else there reaches the output.
   *
   * @param tokens ids of a text, with the token that the model wants before it
   * @param sums (L, F), row-major
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
   * The logits (V) of the last token.
   *
   * @param tokens ids of a text, with the token that the model wants before it
   * @throws SentimentException if there are too many tokens, or the model failed
   */
  public synchronized float[] logits(int[] tokens) {
    return probe.call(handle -> Natives.logits(handle, tokens));
  }

  /**
   * Runs all later texts as if some hidden units were not there.
   *
   * @param kept (L, F), row-major; null for all of them
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
