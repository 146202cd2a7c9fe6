package io.github.sentiment4j.jni;

/**
 * Every native method, as {@code natives.cpp} implements them. Strings cross as UTF-8. Each method
 * throws {@link NativeException}; a handle of 0 or of a closed engine is the caller's fault and is
 * not checked here but in {@link NativeEngine}.
 */
final class Natives {
  private Natives() {}

  /**
   * Loads the CPU module that fits this machine, once per process.
   *
   * @param folder where the modules lie
   * @return three lines: version of llama.cpp, name of the CPU, features of the module
   */
  static native byte[] init(byte[] folder);

  /**
   * Loads a model, tokenises prompt and labels. Only {@link #contextShape}, {@link #start} and
   * {@link #close} may follow.
   *
   * @param labels (3) label words in the order of {@code Sentiment}
   * @param truncation 0 end, 1 start, 2 middle, 3 reject, 4 chunks
   * @param flashAttention -1 for auto, 0 for off, 1 for on
   * @return handle of the engine
   */
  static native long open(
      byte[] path,
      byte[] prefix,
      byte[] suffix,
      byte[][] labels,
      int contexts,
      int threads,
      int maxTokens,
      int maxBatch,
      int truncation,
      int flashAttention);

  /** Cells of the KV cache, tokens of a physical batch, rows of logits; of one context. */
  static native int[] contextShape(long engine);

  /** Creates the contexts of a model and evaluates the prompt's prefix. */
  static native void start(long engine);

  /** Frees an engine. No other call on it may be running. */
  static native void close(long engine);

  /**
   * Scores texts on one context. A context serves one call at a time.
   *
   * @param texts the texts, one behind the other
   * @param ends (T) where each text ends in {@code texts}
   * @return see {@link NativeScores}
   */
  static native int[] score(long engine, int context, byte[] texts, int[] ends);

  /**
   * While true, a running and every later call of {@link #score} on the context ends as cancelled.
   */
  static native void setCancelled(long engine, int context, boolean cancelled);

  /** Tokens of the prefix, tokens of the suffix. */
  static native int[] promptSizes(long engine);

  /** Decodes, evaluated tokens, and of those tokens of the prefix, since the engine was opened. */
  static native long[] counters(long engine, int context);

  /** Token ids of the whole prompt around a text, not truncated. */
  static native int[] promptTokens(long engine, byte[] text);

  /**
   * What llama.cpp's own grammar sampler answers, greedily; an oracle for {@link #score}, far
   * slower.
   *
   * @param gbnf the grammar, with the start rule {@code root}
   * @param onlyLabelTokens whether to ban every token that no label's tokenisation contains
   * @return (T) answers
   */
  static native byte[][] decodeWithGrammar(
      long engine, int context, byte[] texts, int[] ends, byte[] gbnf, boolean onlyLabelTokens);
}
