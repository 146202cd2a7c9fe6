package io.github.sentiment4j.model.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.model.internal.json.JsonFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A {@code config.json}, with the defaults of transformers for missing fields, and the GGUF keys
 * that convert_hf_to_gguf.py of llama.cpp v0.5.0 derives from it.
 */
final class ConfigJson {
  private static final double DEFAULT_NORM_EPSILON = 1e-6;
  private static final int QWEN3_HEAD_SIZE = 128;
  static final int MAX_SIZE = 1 << 24;

  /** {@code LLAMA_MAX_LAYERS}. */
  private static final int MAX_LAYERS = 512;

  private static final int MAX_HEADS = MAX_SIZE / QWEN3_HEAD_SIZE;

  /** {@code GGML_QNT_VERSION}. */
  private static final int QUANTIZATION_VERSION = 2;

  /** The value of a missing {@code num_key_value_heads}; null means something else. */
  private static final int QWEN_KV_HEADS = 32;

  /** Two names of one function. */
  private static final Set<String> ACTIVATIONS = Set.of("silu", "swish");

  private final JsonFile json;
  private final ConfigKeys keys;
  private final RopeJson rope;
  private final DecoderConfig sizes;

  private ConfigJson(JsonFile json) {
    this.json = json;
    Architecture architecture = architecture();
    this.keys = new ConfigKeys(json, architecture);
    keys.check();
    checkKind(architecture);
    this.rope = RopeJson.of(json);
    this.sizes = readSizes(architecture);
    SlidingWindow.requireNoEffect(json, sizes);
  }

  /**
   * Reads and checks a file.
   *
   * @throws ModelFileException if it is no decoder of a known architecture, or a size is missing or
   *     out of its range
   */
  static ConfigJson read(Path file) {
    return new ConfigJson(JsonFile.read(file));
  }

  private void checkKind(Architecture architecture) {
    json.string("model_type")
        .filter(type -> !type.equals(architecture.gguf()))
        .ifPresent(
            type -> {
              throw json.unsupported(
                  "model_type",
                  architecture.gguf() + ", because architectures is " + architecture.huggingFace(),
                  type + "; transformers loads the class of model_type");
            });
    json.string("hidden_act")
        .filter(activation -> !ACTIVATIONS.contains(activation))
        .ifPresent(
            activation -> {
              throw json.unsupported("hidden_act", "silu", activation);
            });
  }

  private Architecture architecture() {
    JsonNode names = json.required("architectures", json.node("architectures"));
    String name = names.path(0).asText();
    return Arrays.stream(Architecture.values())
        .filter(a -> a.huggingFace().equals(name) && names.size() == 1)
        .findFirst()
        .orElseThrow(
            () ->
                json.unsupported(
                    "architectures",
                    "one of Qwen2ForCausalLM, Qwen3ForCausalLM and LlamaForCausalLM",
                    JsonFile.describe(names)));
  }

  private DecoderConfig readSizes(Architecture architecture) {
    int hidden = size("hidden_size", MAX_SIZE);
    int heads = size("num_attention_heads", MAX_HEADS);
    int kvHeads = kvHeads(architecture, heads);
    if (heads % kvHeads != 0) {
      throw json.corrupt(
          "num_key_value_heads", "a divisor of the " + heads + " heads", kvHeads + "");
    }
    int headSize = headSize(architecture, hidden, heads);
    return new DecoderConfig(
        architecture,
        size("num_hidden_layers", MAX_LAYERS),
        hidden,
        heads,
        kvHeads,
        headSize,
        size("intermediate_size", MAX_SIZE),
        size("vocab_size", MAX_SIZE),
        size("max_position_embeddings", MAX_SIZE),
        positive("rms_norm_eps", json.number("rms_norm_eps").orElse(DEFAULT_NORM_EPSILON)),
        positive("rope_theta", rope.theta()),
        json.bool("tie_word_embeddings").orElse(false));
  }

  private int kvHeads(Architecture architecture, int heads) {
    if (json.node("num_key_value_heads").isPresent()) {
      return size("num_key_value_heads", MAX_HEADS);
    }
    boolean named = json.has("num_key_value_heads") || architecture == Architecture.LLAMA;
    return named ? heads : QWEN_KV_HEADS;
  }

  private int headSize(Architecture architecture, int hidden, int heads) {
    if (json.node("head_dim").isPresent()) {
      return size("head_dim", MAX_SIZE / heads);
    }
    if (architecture == Architecture.QWEN3) {
      return QWEN3_HEAD_SIZE;
    }
    if (hidden % heads != 0) {
      throw json.corrupt(
          "num_attention_heads", "a divisor of the hidden_size " + hidden, heads + "");
    }
    return hidden / heads;
  }

  private int size(String field, int max) {
    int size = json.required(field, json.integer(field));
    if (size < 1 || size > max) {
      throw json.corrupt(field, "an integer from 1 to " + max, size + "");
    }
    return size;
  }

  private float positive(String field, double value) {
    if (!(value > 0 && Float.isFinite((float) value))) {
      throw json.corrupt(field, "a finite number greater than 0", value + "");
    }
    return (float) value;
  }

  DecoderConfig sizes() {
    return sizes;
  }

  /** Returns the warnings about the file, one sentence each. */
  List<String> warnings() {
    return keys.warnings(rope.unread());
  }

  /**
   * The file of weights that transformers reads instead of {@code model.safetensors}, or its index.
   */
  Optional<String> weightsFile() {
    return json.string("transformers_weights");
  }

  /** Returns whether q, k, v and o may have biases; transformers leaves them out otherwise. */
  boolean attentionBias() {
    return sizes.architecture() == Architecture.QWEN2 || json.bool("attention_bias").orElse(false);
  }

  /**
   * Returns whether the feed-forward layers may have biases; transformers leaves them out
   * otherwise.
   */
  boolean feedForwardBias() {
    return sizes.architecture() == Architecture.LLAMA && json.bool("mlp_bias").orElse(false);
  }

  /** Returns the reason why the output is not tied, for messages. */
  String whyUntied() {
    return json.node("tie_word_embeddings").isPresent()
        ? "because tie_word_embeddings is false"
        : "because config.json has no tie_word_embeddings, which means false";
  }

  /** The file. */
  JsonFile json() {
    return json;
  }

  /**
   * The keys of the GGUF file, see {@link Checkpoint#metadata}.
   *
   * @param general those that describe the file
   */
  Map<String, GgufValue> metadata(Map<String, GgufValue> general) {
    String prefix = sizes.architecture().gguf() + ".";
    Map<String, GgufValue> keys = new LinkedHashMap<>();
    keys.put("general.architecture", GgufValue.string(sizes.architecture().gguf()));
    keys.put("general.type", GgufValue.string("model"));
    keys.putAll(general);
    keys.put(prefix + "block_count", GgufValue.uint32(sizes.layers()));
    keys.put(prefix + "context_length", GgufValue.uint32(sizes.contextLength()));
    keys.put(prefix + "embedding_length", GgufValue.uint32(sizes.hiddenSize()));
    keys.put(prefix + "feed_forward_length", GgufValue.uint32(sizes.feedForwardSize()));
    keys.put(prefix + "attention.head_count", GgufValue.uint32(sizes.heads()));
    keys.put(prefix + "attention.head_count_kv", GgufValue.uint32(sizes.kvHeads()));
    rope.keys().forEach((key, value) -> keys.put(prefix + key, value));
    keys.put(prefix + "rope.freq_base", GgufValue.float32(sizes.ropeTheta()));
    keys.put(prefix + "attention.layer_norm_rms_epsilon", GgufValue.float32(sizes.normEpsilon()));
    // transformers fills in head_dim for all but Qwen2.
    if (sizes.architecture() != Architecture.QWEN2 || json.node("head_dim").isPresent()) {
      keys.put(prefix + "attention.key_length", GgufValue.uint32(sizes.headSize()));
      keys.put(prefix + "attention.value_length", GgufValue.uint32(sizes.headSize()));
    }
    keys.put("general.file_type", GgufValue.uint32(0));
    if (sizes.architecture() == Architecture.LLAMA) {
      keys.put(prefix + "vocab_size", GgufValue.uint32(sizes.vocabularySize()));
      keys.put(prefix + "rope.dimension_count", GgufValue.uint32(sizes.headSize()));
    }
    keys.put("general.quantization_version", GgufValue.uint32(QUANTIZATION_VERSION));
    return keys;
  }
}
