package io.github.sentiment4j.gguf;

import io.github.sentiment4j.gguf.GgufWriter.TensorData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes GGUF files with random weights that every check accepts and llama.cpp runs: a fixture for
 * tests of plumbing and for benchmarks, not a model that knows anything. The same settings give the
 * same bytes.
 *
 * <pre>{@code
 * Path model = TinyModel.builder().blocks(4).seed(7).write(folder.resolve("tiny.gguf"));
 * Path broken = TinyModel.builder().mutate(w -> w.putUint32("qwen2.block_count", 0)).write(path);
 * }</pre>
 *
 * <p>The vocabulary has all 256 bytes, {@code positive}, {@code neutral} and {@code negative} as
 * single tokens, {@code <|endoftext|>}, {@code <|im_start|>} and {@code <|im_end|>} as control
 * tokens; Chinese words are several tokens.
 */
public final class TinyModel {
  private static final int CHUNK_ELEMENTS = 1 << 15;

  private String architecture = "qwen2";
  private int blocks = 2;
  private int width = 64;
  private int heads = 4;
  private int kvHeads = 2;
  private int feedForward = 128;
  private int vocabularySize;
  private int contextLength = 2048;
  private GgmlType type = GgmlType.F32;
  private boolean tied = true;
  private boolean nanWeights;
  private long seed = 42;
  private @Nullable SentimentMetadata sentiment;
  private final List<Consumer<GgufWriter>> mutations = new ArrayList<>();

  private TinyModel() {}

  /** Two blocks, 64 wide, 4 heads and 2 key-value heads, 128 feed-forward, F32, qwen2. */
  public static TinyModel builder() {
    return new TinyModel();
  }

  /** The sizes of Qwen2.5-0.5B in F16 (988 MB), with a vocabulary of the same size. */
  public static TinyModel qwen2Half() {
    return builder()
        .blocks(24)
        .width(896)
        .heads(14, 2)
        .feedForward(4864)
        .vocabularySize(151_936)
        .contextLength(32_768)
        .type(GgmlType.F16);
  }

  /** The architecture: {@code qwen2}, {@code qwen3} or {@code llama}. */
  public TinyModel architecture(String value) {
    architecture = value;
    return this;
  }

  /** Transformer blocks. */
  public TinyModel blocks(int value) {
    blocks = value;
    return this;
  }

  /** The embedding length, a multiple of twice the heads. */
  public TinyModel width(int value) {
    width = value;
    return this;
  }

  /** Attention heads and key-value heads. */
  public TinyModel heads(int queryHeads, int keyValueHeads) {
    heads = queryHeads;
    kvHeads = keyValueHeads;
    return this;
  }

  /** The feed-forward length. */
  public TinyModel feedForward(int value) {
    feedForward = value;
    return this;
  }

  /** Fills the vocabulary up to a size with unused tokens. */
  public TinyModel vocabularySize(int value) {
    vocabularySize = value;
    return this;
  }

  /** The context length. */
  public TinyModel contextLength(int value) {
    contextLength = value;
    return this;
  }

  /** The type of the matrices: F32, F16 or BF16; norms and biases are always F32. */
  public TinyModel type(GgmlType value) {
    type = value;
    return this;
  }

  /** Whether the output head is the token embedding (the default) or a matrix of its own. */
  public TinyModel tied(boolean value) {
    tied = value;
    return this;
  }

  /** Fills {@code blk.0.ffn_down.weight} with NaN: accepted, but every score is NaN. */
  public TinyModel nanWeights() {
    nanWeights = true;
    return this;
  }

  /** The seed of the weights. */
  public TinyModel seed(long value) {
    seed = value;
    return this;
  }

  /** Adds the {@code sentiment.*} keys. */
  public TinyModel sentiment(SentimentMetadata value) {
    sentiment = value;
    return this;
  }

  /** Changes the file before it is written, in the order of the calls. */
  public TinyModel mutate(Consumer<GgufWriter> mutation) {
    mutations.add(mutation);
    return this;
  }

  /** Writes the file and returns its path. */
  public Path write(Path path) {
    GgufWriter writer = GgufWriter.create();
    TinyVocabulary vocabulary = new TinyVocabulary(vocabularySize);
    putHyperParameters(writer);
    vocabulary.writeTo(writer);
    if (sentiment != null) {
      sentiment.writeTo(writer);
    }
    addTensors(writer, vocabulary.size());
    mutations.forEach(mutation -> mutation.accept(writer));
    try {
      writer.write(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return path;
  }

  private void putHyperParameters(GgufWriter writer) {
    writer
        .putString("general.architecture", architecture)
        .putString("general.type", "model")
        .putString("general.name", "Tiny random model")
        .putUint32(architecture + ".block_count", blocks)
        .putUint32(architecture + ".context_length", contextLength)
        .putUint32(architecture + ".embedding_length", width)
        .putUint32(architecture + ".feed_forward_length", feedForward)
        .putUint32(architecture + ".attention.head_count", heads)
        .putUint32(architecture + ".attention.head_count_kv", kvHeads)
        .putFloat32(architecture + ".rope.freq_base", 1_000_000)
        .putFloat32(architecture + ".attention.layer_norm_rms_epsilon", 1e-6f)
        .putUint32(
            "general.file_type",
            switch (type) {
              case F32 -> 0;
              case F16 -> 1;
              case BF16 -> 32;
              default -> throw new IllegalArgumentException("no random weights of " + type);
            });
  }

  private void addTensors(GgufWriter writer, int tokens) {
    int headSize = width / heads;
    int kvLength = kvHeads * headSize;
    matrix(writer, "token_embd.weight", width, tokens);
    for (int i = 0; i < blocks; i++) {
      String block = "blk." + i + ".";
      vector(writer, block + "attn_norm.weight", width);
      matrix(writer, block + "attn_q.weight", width, width);
      matrix(writer, block + "attn_k.weight", width, kvLength);
      matrix(writer, block + "attn_v.weight", width, kvLength);
      matrix(writer, block + "attn_output.weight", width, width);
      if (architecture.equals("qwen2")) {
        vector(writer, block + "attn_q.bias", width);
        vector(writer, block + "attn_k.bias", kvLength);
        vector(writer, block + "attn_v.bias", kvLength);
      }
      if (architecture.equals("qwen3")) {
        vector(writer, block + "attn_q_norm.weight", headSize);
        vector(writer, block + "attn_k_norm.weight", headSize);
      }
      vector(writer, block + "ffn_norm.weight", width);
      matrix(writer, block + "ffn_gate.weight", width, feedForward);
      matrix(writer, block + "ffn_up.weight", width, feedForward);
      matrix(writer, block + "ffn_down.weight", feedForward, width);
    }
    vector(writer, "output_norm.weight", width);
    if (!tied) {
      matrix(writer, "output.weight", width, tokens);
    }
  }

  private void matrix(GgufWriter writer, String name, int inputs, int outputs) {
    long count = (long) inputs * outputs;
    if (nanWeights && name.equals("blk.0.ffn_down.weight")) {
      writer.tensor(
          name, type, new long[] {inputs, outputs}, random(name, count, type, 0, Float.NaN));
    } else {
      float spread = (float) Math.sqrt(3.0 / inputs);
      writer.tensor(name, type, new long[] {inputs, outputs}, random(name, count, type, spread, 0));
    }
  }

  /** Norms are around 1, biases around 0. */
  private void vector(GgufWriter writer, String name, int length) {
    float center = name.endsWith(".bias") ? 0 : 1;
    writer.tensor(
        name, GgmlType.F32, new long[] {length}, random(name, length, GgmlType.F32, .1f, center));
  }

  /** Uniform in center ± spread; written in chunks, so that a large tensor needs little memory. */
  private TensorData random(
      String name, long count, GgmlType elementType, float spread, float center) {
    return target -> {
      SplittableRandom random = new SplittableRandom(seed * 31 + name.hashCode());
      ByteBuffer chunk =
          ByteBuffer.allocate(CHUNK_ELEMENTS * elementType.blockBytes())
              .order(ByteOrder.LITTLE_ENDIAN);
      for (long i = 0; i < count; i++) {
        float value = center + spread * ((random.nextInt() >> 7) * 0x1p-24f);
        switch (elementType) {
          case F16 -> chunk.putShort(toFloat16(value));
          case BF16 -> chunk.putShort((short) (Float.floatToRawIntBits(value) >>> 16));
          default -> chunk.putFloat(value);
        }
        if (!chunk.hasRemaining() || i == count - 1) {
          drain(chunk.flip(), target);
          chunk.clear();
        }
      }
    };
  }

  private static void drain(ByteBuffer chunk, WritableByteChannel target) throws IOException {
    while (chunk.hasRemaining()) {
      target.write(chunk);
    }
  }

  /** Rounds towards zero and flushes what is smaller than the smallest normal number to 0. */
  private static short toFloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    if (Float.isNaN(value)) {
      return (short) (sign | 0x7E00);
    }
    int exponent = ((bits >>> 23) & 0xFF) - 127 + 15;
    if (exponent <= 0) {
      return (short) sign;
    }
    return (short) (sign | (exponent << 10) | ((bits >>> 13) & 0x3FF));
  }
}
