package io.github.sentiment4j.model.prune;

import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.model.checkpoint.Architecture;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.checkpoint.DecoderConfig;
import io.github.sentiment4j.model.tensor.Weight;
import io.github.sentiment4j.model.tokenizer.Vocabulary;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Random weights of 3 blocks, 8 wide, 12 hidden units and a vocabulary that is 2 rows short. */
record MemoryCheckpoint(
    Vocabulary vocabulary,
    DecoderConfig config,
    Map<String, GgufValue> metadata,
    Map<String, Weight> weights)
    implements Checkpoint {
  static final int LAYERS = 3;
  static final int HIDDEN = 8;
  static final int FEED_FORWARD = 12;

  static MemoryCheckpoint create() {
    Vocabulary vocabulary = RandomVocabulary.of(20, new SplittableRandom(1)).vocabulary();
    int rows = vocabulary.size() + 2;
    DecoderConfig config =
        new DecoderConfig(
            Architecture.LLAMA,
            LAYERS,
            HIDDEN,
            2,
            1,
            4,
            FEED_FORWARD,
            rows,
            128,
            1e-6f,
            10_000f,
            false);
    Map<String, Weight> weights = new LinkedHashMap<>();
    add(weights, FloatWeight.matrix("model.embed_tokens.weight", rows, HIDDEN));
    for (int i = 0; i < LAYERS; i++) {
      String block = "model.layers." + i + ".";
      add(weights, FloatWeight.matrix(block + "self_attn.q_proj.weight", HIDDEN, HIDDEN));
      add(weights, FloatWeight.matrix(block + "mlp.gate_proj.weight", FEED_FORWARD, HIDDEN));
      add(weights, FloatWeight.vector(block + "mlp.gate_proj.bias", FEED_FORWARD));
      add(weights, FloatWeight.matrix(block + "mlp.up_proj.weight", FEED_FORWARD, HIDDEN));
      add(weights, FloatWeight.matrix(block + "mlp.down_proj.weight", HIDDEN, FEED_FORWARD));
      add(weights, FloatWeight.vector(block + "mlp.down_proj.bias", HIDDEN));
      add(weights, FloatWeight.vector(block + "input_layernorm.weight", HIDDEN));
    }
    add(weights, FloatWeight.vector("model.norm.weight", HIDDEN));
    add(weights, FloatWeight.matrix("lm_head.weight", rows, HIDDEN));
    Map<String, GgufValue> metadata = new LinkedHashMap<>();
    metadata.put("general.architecture", GgufValue.string("llama"));
    metadata.put("llama.block_count", GgufValue.uint32(LAYERS));
    metadata.put("llama.feed_forward_length", GgufValue.uint32(FEED_FORWARD));
    metadata.put("llama.context_length", GgufValue.uint32(128));
    metadata.put("llama.vocab_size", GgufValue.uint32(rows));
    return new MemoryCheckpoint(vocabulary, config, metadata, weights);
  }

  private static void add(Map<String, Weight> weights, Weight weight) {
    weights.put(weight.name(), weight);
  }

  @Override
  public Path source() {
    return Path.of("memory");
  }

  @Override
  public List<String> names() {
    return List.copyOf(weights.keySet());
  }

  @Override
  public Optional<Weight> weight(String name) {
    return Optional.ofNullable(weights.get(name));
  }
}
