package io.github.sentiment4j.model.convert;

import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.gguf.TinyModel;
import io.github.sentiment4j.model.checkpoint.Architecture;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.checkpoint.DecoderConfig;
import io.github.sentiment4j.model.tensor.Weight;
import io.github.sentiment4j.model.tokenizer.Vocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A decoder of one block in memory, sound enough to pass every check: 64 wide, 4 heads of 16, 2
 * key-value heads, 96 feed-forward. Element (r, c) of a weight is {@code r + c / 1024}.
 */
record MemoryCheckpoint(
    DecoderConfig config, Vocabulary vocabulary, Map<String, Weight> weights, List<String> names)
    implements Checkpoint {
  private static final int WIDTH = 64;
  private static final int KV = 32;
  private static final int FEED_FORWARD = 96;

  /** A tied decoder whose vocabulary is that of {@link TinyModel}, which is written to a folder. */
  static MemoryCheckpoint of(Architecture architecture, Path folder) {
    return of(architecture, folder, FEED_FORWARD);
  }

  /** Another feed-forward size. */
  static MemoryCheckpoint of(Architecture architecture, Path folder, int feedForward) {
    Vocabulary vocabulary =
        Vocabulary.of(
            GgufFile.read(TinyModel.builder().blocks(1).write(folder.resolve("vocabulary.gguf"))));
    DecoderConfig config =
        new DecoderConfig(
            architecture,
            1,
            WIDTH,
            4,
            2,
            16,
            feedForward,
            vocabulary.size(),
            2048,
            1e-6f,
            10_000f,
            true);
    MemoryCheckpoint checkpoint =
        new MemoryCheckpoint(config, vocabulary, new LinkedHashMap<>(), new ArrayList<>());
    String block = "model.layers.0.";
    checkpoint
        .matrix("model.embed_tokens.weight", vocabulary.size(), WIDTH)
        .vector(block + "input_layernorm.weight", WIDTH)
        .matrix(block + "mlp.down_proj.weight", WIDTH, feedForward)
        .matrix(block + "mlp.gate_proj.weight", feedForward, WIDTH)
        .matrix(block + "mlp.up_proj.weight", feedForward, WIDTH)
        .vector(block + "post_attention_layernorm.weight", WIDTH)
        .matrix(block + "self_attn.k_proj.weight", KV, WIDTH)
        .matrix(block + "self_attn.o_proj.weight", WIDTH, WIDTH)
        .matrix(block + "self_attn.q_proj.weight", WIDTH, WIDTH)
        .matrix(block + "self_attn.v_proj.weight", KV, WIDTH)
        .vector("model.norm.weight", WIDTH);
    return checkpoint;
  }

  MemoryCheckpoint matrix(String name, int rows, int columns) {
    return add(new MemoryWeight(name, 2, rows, columns, "F32"));
  }

  MemoryCheckpoint vector(String name, int rows) {
    return add(new MemoryWeight(name, 1, rows, 1, "F32"));
  }

  /** Adds a weight or replaces the one with its name. */
  MemoryCheckpoint add(Weight weight) {
    if (weights.put(weight.name(), weight) == null) {
      names.add(weight.name());
    }
    return this;
  }

  /** Says that all matrices are stored as a type. */
  MemoryCheckpoint storedAs(String type) {
    weights.replaceAll(
        (name, weight) ->
            new MemoryWeight(name, weight.dimensions(), weight.rows(), weight.columns(), type));
    return this;
  }

  @Override
  public Path source() {
    return Path.of("memory");
  }

  @Override
  public Map<String, GgufValue> metadata() {
    String architecture = config.architecture().gguf();
    Map<String, GgufValue> metadata = new LinkedHashMap<>();
    metadata.put("general.architecture", GgufValue.string(architecture));
    metadata.put("general.type", GgufValue.string("model"));
    metadata.put(architecture + ".block_count", GgufValue.uint32(config.layers()));
    metadata.put(architecture + ".context_length", GgufValue.uint32(config.contextLength()));
    metadata.put(architecture + ".embedding_length", GgufValue.uint32(config.hiddenSize()));
    metadata.put(architecture + ".feed_forward_length", GgufValue.uint32(config.feedForwardSize()));
    metadata.put(architecture + ".attention.head_count", GgufValue.uint32(config.heads()));
    metadata.put(architecture + ".attention.head_count_kv", GgufValue.uint32(config.kvHeads()));
    metadata.put(
        architecture + ".attention.layer_norm_rms_epsilon",
        GgufValue.float32(config.normEpsilon()));
    metadata.put("general.file_type", GgufValue.uint32(0));
    metadata.put("general.quantization_version", GgufValue.uint32(2));
    return metadata;
  }

  @Override
  public Optional<Weight> weight(String name) {
    return Optional.ofNullable(weights.get(name));
  }

  /** A weight whose elements are computed. */
  record MemoryWeight(String name, int dimensions, int rows, int columns, String storedAs)
      implements Weight {
    @Override
    public void read(int firstRow, int count, float[] target) {
      Objects.checkFromIndexSize(firstRow, count, rows);
      for (int i = 0; i < count * columns; i++) {
        target[i] = firstRow + i / columns + i % columns / 1024f;
      }
    }
  }
}
