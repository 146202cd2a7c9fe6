package io.github.sentiment4j.jni.internal.engine;

import io.github.sentiment4j.core.EngineSpec;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.FlashAttention;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.gguf.DecoderModel;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * The memory of one context, without the model's weights, which all contexts share. It is compared
 * with the available memory before contexts are created, because llama.cpp does not check it: where
 * memory is overcommitted, the kernel would end the process later.
 *
 * <p>Letters: C cells of the KV cache, B tokens of a physical batch, O rows of logits; L blocks, E
 * embedding length, F feed-forward length, Q and K rows of all query and all key heads, H heads, V
 * vocabulary size of the model.
 *
 * <pre>
 * KV cache    4 C L K                                    keys and values, two bytes each
 * logits      8 O V                                      the result, and its copy for the caller
 * activations 4 B (3 E + 2 Q + 2 K + 3 F)                of one block
 * mask        6 B C                                      in float32 and float16
 * attention   4 B C H                                    only without flash attention
 * </pre>
 */
public final class ContextMemory {
  private ContextMemory() {}

  /**
   * Returns the memory of one context in bytes.
   *
   * @param shape the sizes that {@code Natives.ContextListener} describes
   */
  public static long bytes(DecoderModel model, int[] shape, FlashAttention flashAttention) {
    long cells = shape[0];
    long batch = shape[1];
    long outputs = shape[2];
    long queries = (long) model.heads() * model.headSize();
    long keys = (long) model.kvHeads() * model.headSize();
    long cache = 4 * cells * model.blocks() * keys;
    long logits = 8 * outputs * model.vocabularySize();
    long activations =
        4
            * batch
            * (3L * model.embeddingLength()
                + 2 * queries
                + 2 * keys
                + 3L * model.feedForwardLength());
    long mask = 6 * batch * cells;
    long attention = flashAttention == FlashAttention.OFF ? 4 * batch * cells * model.heads() : 0;
    return cache + logits + activations + mask + attention;
  }

  /**
   * Checks that the memory is sufficient for all contexts.
   *
   * @throws SentimentException {@link ErrorCode#INVALID_SETTING} if it is not
   */
  public static void require(
      EngineSpec spec, int maxTokens, DecoderModel model, int[] shape, OptionalLong available) {
    long each = bytes(model, shape, spec.flashAttention());
    // A double, because 2^9 blocks of 2^24 key rows and 2^8 contexts exceed a long.
    double all = (double) each * spec.contexts();
    if (available.isPresent() && all > (double) available.getAsLong()) {
      throw new SentimentException(
          ErrorCode.INVALID_SETTING,
          String.format(
              Locale.ROOT,
              "Expected settings that fit into the %s of memory that are available, found contexts"
                  + " %d, maxTokens %d and maxBatch %d, which need %s (%s for each context); lower"
                  + " them",
              megabytes((double) available.getAsLong()),
              spec.contexts(),
              maxTokens,
              spec.maxBatch(),
              megabytes(all),
              megabytes((double) each)));
    }
  }

  /**
   * Checks that the memory is sufficient for the weights, which are read into memory.
   *
   * @throws SentimentException {@link ErrorCode#ENGINE_FAILED} if it is not
   */
  public static void requireWeights(Path file, long weightBytes, OptionalLong available) {
    if (available.isPresent() && weightBytes > available.getAsLong()) {
      throw new SentimentException(
          ErrorCode.ENGINE_FAILED,
          String.format(
              Locale.ROOT,
              "%s: expected weights that fit into the %s of memory that are available, found %s of"
                  + " them; free memory, raise the container's limit, or use a smaller model",
              file,
              megabytes((double) available.getAsLong()),
              megabytes((double) weightBytes)));
    }
  }

  private static String megabytes(double bytes) {
    return String.format(Locale.ROOT, "%,.0f MB", bytes / 1e6);
  }
}
