package io.github.sentiment4j.jni.internal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Every native method, as {@code natives.cpp} implements them. Strings cross as UTF-8. Each method
 * throws {@link NativeException}; a handle of 0 or of a closed engine is the caller's fault and is
 * not checked here but in {@link NativeHandle}.
 */
public final class Natives {
  private Natives() {}

  /**
   * Loads the CPU module that fits this machine, once per process.
   *
   * @param folder where the modules lie
   * @return four lines: version of llama.cpp, name of the CPU, features of the module, its file
   */
  public static native byte[] init(byte[] folder);

  /**
   * Loads the CUDA module, once per process.
   *
   * @param file the module
   * @return how many GPUs it sees
   */
  public static native int loadCuda(byte[] file);

  /** Hears how much memory a model's contexts need. */
  public interface ContextListener {
    /**
     * Called once, after the model is loaded and before the first context is made; what it throws
     * ends the opening.
     *
     * @param shape cells of the KV cache, tokens of a physical batch and rows of logits of one
     *     context, then tokens of the prompt's prefix and of its suffix
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
   * @param gpu number of the GPU, or -1 for the CPU
   * @param outputType of the {@code OutputMatrix}
   * @param outputOffset of the {@code OutputMatrix}
   * @param listener called on this thread
   * @return handle of the engine
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

  /** Frees an engine. No other call on it may be running. */
  public static native void close(long engine);

  /**
   * Scores texts on one context. A context serves one call at a time.
   *
   * @param texts (T) in UTF-8
   * @return see {@code NativeScores}
   */
  public static native int[] score(long engine, int context, byte[][] texts);

  /** Cancels the call of {@link #score} that runs on a context or, if none does, the next one. */
  public static native void cancel(long engine, int context);

  /** Hears of the tensors that are quantised. */
  public interface TensorListener {
    /** Called before a tensor with its name; what is thrown from here ends the quantiser. */
    void begins(byte[] name) throws IOException;
  }

  /**
   * Quantises a GGUF file.
   *
   * @param type the number of a {@code FileType}
   * @param pure whether all matrices get the same type
   * @param listener called on this thread
   * @throws IOException if the listener does
   */
  public static native void quantize(
      byte[] source, byte[] target, int type, boolean pure, int threads, TensorListener listener)
      throws IOException;

  /** Loads the vocabulary of a GGUF file; returns its handle. */
  public static native long openVocabulary(byte[] path);

  /** The token that belongs before every prompt, or -1. */
  public static native int beginOfText(long vocabulary);

  /** Token ids of a text, without any before or behind it. */
  public static native int[] tokenize(long vocabulary, byte[] text, boolean parseSpecial);

  /** Frees a vocabulary. No other call on it may be running. */
  public static native void closeVocabulary(long vocabulary);

  /** Loads a model to look inside; returns its handle. One call at a time. */
  public static native long openProbe(byte[] path, int threads, int maxTokens);

  /** L blocks, F hidden units of each, V tokens. */
  public static native int[] probeShape(long probe);

  /**
   * Adds |x| of the hidden units, summed over the tokens.
   *
   * @param sums (L * F)
   */
  public static native void addActivity(long probe, int[] tokens, double[] sums);

  /** Logits (V) of the last token. */
  public static native float[] logits(long probe, int[] tokens);

  /**
   * Sets hidden units to zero in all later calls.
   *
   * @param mask (L * F), 0 for a unit that goes; null for none
   */
  public static native void keepUnits(long probe, byte @Nullable [] mask);

  /** Frees a probe. No other call on it may be running. */
  public static native void closeProbe(long probe);
}
