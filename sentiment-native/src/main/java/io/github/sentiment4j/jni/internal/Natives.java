package io.github.sentiment4j.jni.internal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * All native methods. {@code natives.cpp} implements them. Strings cross as UTF-8. Each method
 * throws {@link NativeException} if native code fails. Callers check that a handle is open: {@link
 * NativeHandle} and {@code NativeEngine} do.
 */
public final class Natives {
  private Natives() {}

  /**
   * Loads the CPU module that fits this machine, once per process.
   *
   * @param folder the folder of the modules
   * @return four lines: the version of llama.cpp, the name of the CPU, the features of the module
   *     and its file
   */
  public static native byte[] init(byte[] folder);

  /**
   * Loads the CUDA module, once per process.
   *
   * @param file the module
   * @return the number of GPUs that it sees
   */
  public static native int loadCuda(byte[] file);

  /** Receives the sizes that determine the memory of a model's contexts. */
  public interface ContextListener {
    /**
     * Receives the sizes once, after the model is loaded and before the first context is created.
     * An exception ends the opening.
     *
     * @param shape (5) the number of cells of the KV cache, of tokens of a physical batch and of
     *     rows of logits of one context, then of tokens of the prompt's prefix and of its suffix
     */
    void opens(int[] shape);
  }

  /**
   * Loads a model, tokenises prompt and labels, creates the contexts and evaluates the prompt's
   * prefix.
   *
   * @param labels (3) label words in the order of {@code Sentiment}
   * @param truncation an index of {@link Wire#TRUNCATIONS}
   * @param flashAttention -1 for auto, 0 for off, 1 for on
   * @param gpu the number of the GPU, or -1 for the CPU
   * @param outputType the type of the {@code OutputMatrix}
   * @param outputOffset the offset of the {@code OutputMatrix}
   * @param listener receives the sizes, on the calling thread
   * @return the handle of the engine
   */
  public static native long open(
      byte[] path,
      byte[] prefix,
      byte[] suffix,
      byte[][] labels,
      int contexts,
      int threads,
      int maxTokens,
      int maxBatch,
      int truncation,
      int flashAttention,
      int gpu,
      int outputType,
      long outputOffset,
      ContextListener listener);

  /** Frees an engine. No other call of it may run. */
  public static native void close(long engine);

  /**
   * Scores texts on one context. A context serves one call at a time.
   *
   * @param texts (T) texts in UTF-8
   * @return the scores in the format of {@code NativeScores}
   */
  public static native int[] score(long engine, int context, byte[][] texts);

  /** Cancels the running call of {@link #score} on a context or, if none runs, the next one. */
  public static native void cancel(long engine, int context);

  /** Receives the tensors that are quantised. */
  public interface TensorListener {
    /** Receives the name of the tensor that is next. An exception ends the quantiser. */
    void begins(byte[] name) throws IOException;
  }

  /**
   * Quantises a GGUF file.
   *
   * @param type the number of a {@code FileType}
   * @param pure true if all matrices get the same type
   * @param listener receives the tensors, on the calling thread
   * @throws IOException if the listener throws it
   */
  public static native void quantize(
      byte[] source, byte[] target, int type, boolean pure, int threads, TensorListener listener)
      throws IOException;

  /** Loads the vocabulary of a GGUF file and returns its handle. */
  public static native long openVocabulary(byte[] path);

  /** Returns the begin-of-text token, or -1 if the model uses none. */
  public static native int beginOfText(long vocabulary);

  /** Returns the token ids of a text. No token is added before or after it. */
  public static native int[] tokenize(long vocabulary, byte[] text, boolean parseSpecial);

  /** Frees a vocabulary. No other call of it may run. */
  public static native void closeVocabulary(long vocabulary);

  /** Loads a model for {@code ModelProbe} and returns its handle. One call at a time may use it. */
  public static native long openProbe(byte[] path, int threads, int maxTokens);

  /** Returns (3) the numbers L of blocks, F of hidden units of each block and V of tokens. */
  public static native int[] probeShape(long probe);

  /**
   * Adds |x| of the hidden units, summed over the tokens.
   *
   * @param sums (L, F) the sums to add to, row-major
   */
  public static native void addActivity(long probe, int[] tokens, double[] sums);

  /** Returns the logits (V) of the last token. */
  public static native float[] logits(long probe, int[] tokens);

  /**
   * Sets hidden units to zero in all later calls.
   *
   * @param mask (L, F) 0 for each unit that is set to zero, row-major; null if all units stay
   */
  public static native void keepUnits(long probe, byte @Nullable [] mask);

  /** Frees a probe. No other call of it may run. */
  public static native void closeProbe(long probe);
}
