package io.github.sentiment4j.model.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.model.ModelFileException;
import io.github.sentiment4j.model.json.JsonFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A {@code config.json}, with the defaults of transformers for what it leaves out, and the keys
 * that convert_hf_to_gguf.py of llama.cpp v0.5.0 makes of it.
 */
final class ConfigJson {
  private static final double DEFAULT_ROPE_THETA = 10_000;
  private static final double DEFAULT_NORM_EPSILON = 1e-6;
  private static final int QWEN3_HEAD_SIZE = 128;
  private static final int MAX_SIZE = 1 << 24;

  /** {@code LLAMA_MAX_LAYERS}. */
  private static final int MAX_LAYERS = 512;

  private static final int MAX_HEADS = MAX_SIZE / QWEN3_HEAD_SIZE;

  /** {@code GGML_QNT_VERSION}. */
  private static final int QUANTIZATION_VERSION = 2;

  private final JsonFile json;
  private final Rope rope;
  private final DecoderConfig sizes;

  private ConfigJson(JsonFile json) {
    this.json = json;
    checkKind();
    this.rope = Rope.of(json);
    this.sizes = readSizes();
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

  private void checkKind() {
    if (json.has("quantization_config")) {
      throw json.unsupported(
          "quantization_config",
          "weights in F32, F16 or BF16",
          "a quantised checkpoint; take the one that it was made from");
    }
    json.string("hidden_act")
        .filter(activation -> !activation.equals("silu"))
        .ifPresent(
            activation -> {
              throw json.unsupported("hidden_act", "silu", activation);
            });
    json.bool("is_causal")
        .filter(causal -> !causal)
        .ifPresent(
            causal -> {
              throw json.unsupported("is_causal", "true (a decoder)", "false");
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

  private DecoderConfig readSizes() {
    Architecture architecture = architecture();
    int hidden = size("hidden_size", MAX_SIZE);
    int heads = size("num_attention_heads", MAX_HEADS);
    int kvHeads =
        json.node("num_key_value_heads").isPresent()
            ? size("num_key_value_heads", MAX_HEADS)
            : heads;
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
        positive("rope_theta", rope.theta().orElse(DEFAULT_ROPE_THETA)),
        json.bool("tie_word_embeddings").orElse(false));
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
    rope.scaling().forEach((key, value) -> keys.put(prefix + key, value));
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

  /**
   * The rotary embedding: {@code rope_parameters} of transformers 5, or {@code rope_scaling} and
   * {@code rope_theta} of version 4, which go first.
   *
   * @param theta the base, if it is named
   * @param scaling the keys that say how positions are scaled, without the architecture before them
   */
  private record Rope(Optional<Double> theta, Map<String, GgufValue> scaling) {
    static Rope of(JsonFile json) {
      boolean old = json.node("rope_scaling").filter(node -> !node.isEmpty()).isPresent();
      String field = old ? "rope_scaling" : "rope_parameters";
      Optional<JsonNode> parameters = json.node(field);
      if (parameters.isPresent() && !parameters.get().isObject()) {
        throw json.corrupt(field, "an object", JsonFile.describe(parameters.get()));
      }
      if (parameters.isPresent()
          && (parameters.get().has("full_attention")
              || parameters.get().has("sliding_attention"))) {
        throw json.unsupported(
            field, "one rotary embedding for all layers", JsonFile.describe(parameters.get()));
      }
      Optional<Double> theta =
          parameters
              .flatMap(node -> number(json, field, node, "rope_theta"))
              .or(() -> json.number("rope_theta"));
      return new Rope(theta, parameters.map(node -> scaling(json, field, node)).orElse(Map.of()));
    }

    private static Map<String, GgufValue> scaling(JsonFile json, String field, JsonNode node) {
      String type = node.path("rope_type").asText(node.path("type").asText("default"));
      if (type.equals("default")) {
        return Map.of();
      }
      if (!type.equals("linear") && !type.equals("yarn")) {
        throw json.unsupported(field, "rope_type default, linear or yarn", type);
      }
      Map<String, GgufValue> keys = new LinkedHashMap<>();
      keys.put("rope.scaling.type", GgufValue.string(type));
      keys.put("rope.scaling.factor", required(json, field, node, "factor"));
      if (type.equals("yarn")) {
        keys.put(
            "rope.scaling.original_context_length",
            GgufValue.uint32(originalContextLength(json, field, node)));
        optional(json, field, node, "extrapolation_factor", keys, "yarn_ext_factor");
        optional(
            json,
            field,
            node,
            node.has("attention_factor") ? "attention_factor" : "attn_factor",
            keys,
            "yarn_attn_factor");
        optional(json, field, node, "beta_fast", keys, "yarn_beta_fast");
        optional(json, field, node, "beta_slow", keys, "yarn_beta_slow");
      }
      return keys;
    }

    private static int originalContextLength(JsonFile json, String field, JsonNode node) {
      String name = "original_max_position_embeddings";
      double length =
          number(json, field, node, name)
              .orElseGet(
                  () ->
                      (double)
                          json.required(
                              "max_position_embeddings", json.integer("max_position_embeddings")));
      if (length < 1 || length > MAX_SIZE || length != Math.rint(length)) {
        throw json.corrupt(field, "an integer from 1 to " + MAX_SIZE + " for " + name, length + "");
      }
      return (int) length;
    }

    private static void optional(
        JsonFile json,
        String field,
        JsonNode node,
        String name,
        Map<String, GgufValue> keys,
        String key) {
      number(json, field, node, name)
          .ifPresent(
              value -> keys.put("rope.scaling." + key, GgufValue.float32(value.floatValue())));
    }

    private static GgufValue required(JsonFile json, String field, JsonNode node, String name) {
      return GgufValue.float32(
          number(json, field, node, name)
              .orElseThrow(() -> json.corrupt(field, "a number " + name, "no such one"))
              .floatValue());
    }

    private static Optional<Double> number(
        JsonFile json, String field, JsonNode node, String name) {
      JsonNode value = node.path(name);
      if (value.isMissingNode() || value.isNull()) {
        return Optional.empty();
      }
      float number = value.floatValue();
      if (!value.isNumber() || !(number > 0 && Float.isFinite(number))) {
        throw json.corrupt(
            field, "a finite number greater than 0 for " + name, JsonFile.describe(value));
      }
      return Optional.of(value.doubleValue());
    }
  }
}
