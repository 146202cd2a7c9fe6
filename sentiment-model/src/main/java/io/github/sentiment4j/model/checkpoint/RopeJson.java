package io.github.sentiment4j.model.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.model.internal.json.JsonFile;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rotary positions of a {@code config.json}: {@code rope_parameters} of transformers 5, or
 * {@code rope_scaling} and {@code rope_theta} of version 4, which take precedence. They are
 * translated to the keys of llama.cpp v0.5.0 that give the positions of transformers 5.24 ({@code
 * modeling_rope_utils.py}).
 */
final class RopeJson {
  private static final double DEFAULT_THETA = 10_000;
  private static final String ORIGINAL = "original_max_position_embeddings";
  private static final String PARTIAL = "partial_rotary_factor";

  /** The keys that transformers reads for each {@code rope_type}. */
  private static final Map<String, Set<String>> READ =
      Map.of(
          "default",
          withCommon(),
          "linear",
          withCommon("factor"),
          "dynamic",
          withCommon("factor"),
          "yarn",
          withCommon(
              "factor",
              ORIGINAL,
              "attention_factor",
              "beta_fast",
              "beta_slow",
              "mscale",
              "mscale_all_dim",
              "truncate"));

  private final JsonFile json;
  private final String field;
  private final JsonNode node;
  private final String type;
  private final double theta;
  private final Map<String, GgufValue> scaling;

  private RopeJson(JsonFile json, String field, JsonNode node) {
    this.json = json;
    this.field = field;
    this.node = node;
    this.type = node.path("rope_type").asText(node.path("type").asText("default"));
    if (!READ.containsKey(type)) {
      throw json.unsupported(
          field,
          "rope_type default, linear, yarn or dynamic",
          type + "; take a checkpoint without it");
    }
    this.theta = number("rope_theta").or(() -> json.number("rope_theta")).orElse(DEFAULT_THETA);
    requireWholeHeads();
    this.scaling = scaling();
  }

  private static Set<String> withCommon(String... own) {
    Set<String> keys = new HashSet<>(List.of(own));
    keys.addAll(List.of("rope_type", "type", "rope_theta", PARTIAL));
    return keys;
  }

  /**
   * Reads them.
   *
   * @throws io.github.sentiment4j.gguf.ModelFileException if they are of a kind that llama.cpp does
   *     not compute as transformers does, or a number is missing or out of its range
   */
  static RopeJson of(JsonFile json) {
    boolean old = json.node("rope_scaling").filter(node -> !node.isEmpty()).isPresent();
    String field = old ? "rope_scaling" : "rope_parameters";
    JsonNode node = json.node(field).orElseGet(() -> JsonFile.tree(json.file(), "", "{}"));
    if (!node.isObject()) {
      throw json.corrupt(field, "an object", JsonFile.describe(node));
    }
    if (node.has("full_attention") || node.has("sliding_attention")) {
      throw json.unsupported(field, "one rotary embedding for all layers", JsonFile.describe(node));
    }
    return new RopeJson(json, field, node);
  }

  /** The base of the frequencies. */
  double theta() {
    return theta;
  }

  /**
   * Returns the keys of the position scaling, without the prefix of the architecture. Type {@code
   * dynamic} scales only texts longer than {@code max_position_embeddings}, which do not occur
   * here.
   */
  Map<String, GgufValue> keys() {
    return scaling;
  }

  /** The keys that are there and that transformers does not read for this type. */
  List<String> unread() {
    return node.properties().stream()
        .filter(
            entry ->
                !entry.getValue().isNull()
                    && !READ.getOrDefault(type, Set.of()).contains(entry.getKey()))
        .map(entry -> field + '.' + entry.getKey() + ": " + JsonFile.describe(entry.getValue()))
        .toList();
  }

  /** transformers ignores the factor for type default, and fails for the other types. */
  private void requireWholeHeads() {
    Optional<Double> partial = number(PARTIAL).or(() -> json.number(PARTIAL));
    if (!type.equals("default") && partial.isPresent() && partial.get() != 1) {
      throw json.unsupported(
          field, PARTIAL + " 1 with rope_type " + type, partial.get().toString());
    }
  }

  private Map<String, GgufValue> scaling() {
    Map<String, GgufValue> keys = new LinkedHashMap<>();
    if (type.equals("linear") || type.equals("yarn")) {
      keys.put("rope.scaling.type", GgufValue.string(type));
      keys.put("rope.scaling.factor", float32(factor()));
    }
    if (type.equals("yarn")) {
      requireDefaults();
      keys.put("rope.scaling.original_context_length", GgufValue.uint32(originalContextLength()));
      attentionFactor().ifPresent(value -> keys.put("rope.scaling.attn_factor", float32(value)));
    }
    return keys;
  }

  private double factor() {
    return number("factor")
        .orElseThrow(() -> json.corrupt(field, "a number factor", "no such one"));
  }

  /** llama.cpp has one ramp between the frequencies for these architectures. */
  private void requireDefaults() {
    requireDefault("beta_fast", 32);
    requireDefault("beta_slow", 1);
    if (node.has("truncate") && !node.get("truncate").asBoolean()) {
      throw json.unsupported(
          field, "truncate true, which llama.cpp computes", node.get("truncate").toString());
    }
  }

  private void requireDefault(String name, double value) {
    number(name)
        .filter(found -> found != value)
        .ifPresent(
            found -> {
              throw json.unsupported(
                  field, name + ' ' + value + ", which llama.cpp computes", found.toString());
            });
  }

  /**
   * Returns the factor by which llama.cpp's own 0.1 ln(factor) + 1 must be multiplied to match the
   * file; empty if they are equal.
   */
  private Optional<Double> attentionFactor() {
    double factor = factor();
    double standard = RopeScaling.yarnFactor(factor, 1);
    Optional<Double> scale = number("mscale");
    Optional<Double> scaleOfAll = number("mscale_all_dim");
    double wanted =
        number("attention_factor")
            .orElseGet(
                () ->
                    scale.isPresent() && scaleOfAll.isPresent()
                        ? RopeScaling.yarnFactor(factor, scale.get())
                            / RopeScaling.yarnFactor(factor, scaleOfAll.get())
                        : standard);
    return wanted == standard ? Optional.empty() : Optional.of(wanted / standard);
  }

  /** The one beside the rotary parameters goes first, as in transformers. */
  private int originalContextLength() {
    double length =
        json.number(ORIGINAL)
            .or(() -> number(ORIGINAL))
            .orElseGet(
                () ->
                    (double)
                        json.required(
                            "max_position_embeddings", json.integer("max_position_embeddings")));
    if (length < 1 || length > ConfigJson.MAX_SIZE || length != Math.rint(length)) {
      throw json.corrupt(
          field, "an integer from 1 to " + ConfigJson.MAX_SIZE + " for " + ORIGINAL, length + "");
    }
    return (int) length;
  }

  private static GgufValue float32(double value) {
    return GgufValue.float32((float) value);
  }

  private Optional<Double> number(String name) {
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
