package io.github.sentiment4j.model.checkpoint;

import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.model.tensor.Weight;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Checks that a checkpoint has exactly the weights of its architecture, in the shapes of its
 * configuration.
 */
final class WeightCheck {
  private final Path source;
  private final DecoderConfig config;
  private final boolean attentionBias;
  private final boolean feedForwardBias;
  private final Map<String, Shape> required = new LinkedHashMap<>();
  private final Map<String, Shape> optional = new LinkedHashMap<>();

  private record Shape(int dimensions, int rows, int columns) {
    static Shape of(Weight weight) {
      return new Shape(weight.dimensions(), weight.rows(), weight.columns());
    }

    @Override
    public String toString() {
      return dimensions == 1 ? "(" + rows + ")" : "(" + rows + ", " + columns + ")";
    }
  }

  /**
   * A check.
   *
   * @param attentionBias whether the attention layers may have biases; those that are missing are 0
   * @param feedForwardBias whether the feed-forward layers may have biases
   */
  WeightCheck(Path source, DecoderConfig config, boolean attentionBias, boolean feedForwardBias) {
    this.source = source;
    this.config = config;
    this.attentionBias = attentionBias;
    this.feedForwardBias = feedForwardBias;
    matrix(required, TensorNames.EMBEDDING, config.vocabularySize(), config.hiddenSize());
    vector(required, "model.norm.weight", config.hiddenSize());
    matrix(optional, TensorNames.OUTPUT, config.vocabularySize(), config.hiddenSize());
    for (int layer = 0; layer < config.layers(); layer++) {
      addLayer("model.layers." + layer + ".");
    }
  }

  private void addLayer(String prefix) {
    int hidden = config.hiddenSize();
    int query = config.heads() * config.headSize();
    int kv = config.kvHeads() * config.headSize();
    int units = config.feedForwardSize();
    vector(required, prefix + "input_layernorm.weight", hidden);
    matrix(required, prefix + "self_attn.q_proj.weight", query, hidden);
    matrix(required, prefix + "self_attn.k_proj.weight", kv, hidden);
    matrix(required, prefix + "self_attn.v_proj.weight", kv, hidden);
    matrix(required, prefix + "self_attn.o_proj.weight", hidden, query);
    vector(required, prefix + "post_attention_layernorm.weight", hidden);
    matrix(required, prefix + "mlp.gate_proj.weight", units, hidden);
    matrix(required, prefix + "mlp.up_proj.weight", units, hidden);
    matrix(required, prefix + "mlp.down_proj.weight", hidden, units);
    Map<String, Shape> biases = config.architecture() == Architecture.QWEN2 ? required : optional;
    vector(biases, prefix + "self_attn.q_proj.bias", query);
    vector(biases, prefix + "self_attn.k_proj.bias", kv);
    vector(biases, prefix + "self_attn.v_proj.bias", kv);
    if (config.architecture() == Architecture.QWEN3) {
      vector(required, prefix + "self_attn.q_norm.weight", config.headSize());
      vector(required, prefix + "self_attn.k_norm.weight", config.headSize());
    }
    if (config.architecture() == Architecture.LLAMA) {
      vector(optional, prefix + "self_attn.o_proj.bias", hidden);
      vector(optional, prefix + "mlp.gate_proj.bias", units);
      vector(optional, prefix + "mlp.up_proj.bias", units);
      vector(optional, prefix + "mlp.down_proj.bias", hidden);
    }
  }

  private static void matrix(Map<String, Shape> shapes, String name, int rows, int columns) {
    shapes.put(name, new Shape(2, rows, columns));
  }

  private static void vector(Map<String, Shape> shapes, String name, int length) {
    shapes.put(name, new Shape(1, length, 1));
  }

  /**
   * Throws for the first weight that is missing, has another shape, or is not part of the
   * architecture.
   */
  void check(List<String> names, Function<String, Weight> weights) {
    Set<String> present = new HashSet<>(names);
    for (Map.Entry<String, Shape> entry : required.entrySet()) {
      if (!present.contains(entry.getKey())) {
        throw complaint(
            Kind.MODEL_INVALID,
            entry.getKey(),
            "a tensor of shape " + entry.getValue(),
            "no such one");
      }
    }
    for (String name : names) {
      requireRead(name, ".self_attn.", "attention_bias", attentionBias);
      requireRead(name, ".mlp.", "mlp_bias", feedForwardBias);
      Shape expected = required.getOrDefault(name, optional.get(name));
      if (expected == null) {
        throw complaint(
            Kind.MODEL_UNSUPPORTED,
            name,
            "only the tensors of a dense "
                + config.architecture().gguf()
                + " decoder with "
                + config.layers()
                + " layers",
            "one more");
      }
      Shape found = Shape.of(weights.apply(name));
      if (!found.equals(expected)) {
        throw complaint(
            Kind.MODEL_INVALID,
            name,
            "the shape " + expected + " by config.json",
            found.toString());
      }
    }
  }

  /** Refuses biases that the configuration does not name, because transformers ignores them. */
  private void requireRead(String name, String module, String key, boolean mayHaveBias) {
    if (!mayHaveBias
        && name.endsWith(".bias")
        && optional.containsKey(name)
        && name.contains(module)) {
      throw complaint(
          Kind.MODEL_UNSUPPORTED,
          name,
          "no such tensor, because " + key + " of config.json is not true",
          "one, which transformers leaves out; if the model was trained with it, set "
              + key
              + " to true");
    }
  }

  private ModelFileException complaint(Kind kind, String name, String expected, String found) {
    return ModelFileException.of(kind, source, "tensor \"" + name + '"', expected, found);
  }
}
