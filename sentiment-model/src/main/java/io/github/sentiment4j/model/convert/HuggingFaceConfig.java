package io.github.sentiment4j.model.convert;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sentiment4j.gguf.FileType;
import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.model.checkpoint.Architecture;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.checkpoint.DecoderConfig;
import io.github.sentiment4j.model.tokenizer.Vocabulary;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes {@code config.json} and {@code generation_config.json} as transformers reads them. */
final class HuggingFaceConfig {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The ids of special tokens that both files name, under their keys in GGUF. */
  private static final Map<String, String> TOKEN_FIELDS =
      new TreeMap<>(
          Map.of(
              "tokenizer.ggml.bos_token_id", "bos_token_id",
              "tokenizer.ggml.eos_token_id", "eos_token_id",
              "tokenizer.ggml.padding_token_id", "pad_token_id"));

  /**
   * How positions are scaled: keys of GGUF behind {@code rope.scaling.}, fields of transformers.
   */
  private static final Map<String, String> ROPE_FIELDS =
      new TreeMap<>(
          Map.of(
              "factor", "factor",
              "original_context_length", "original_max_position_embeddings",
              "yarn_attn_factor", "attention_factor",
              "yarn_beta_fast", "beta_fast",
              "yarn_beta_slow", "beta_slow",
              "yarn_ext_factor", "extrapolation_factor"));

  private final Checkpoint checkpoint;
  private final FileType type;

  HuggingFaceConfig(Checkpoint checkpoint, FileType type) {
    this.checkpoint = checkpoint;
    this.type = type;
  }

  void write(Path folder) throws IOException {
    write(folder.resolve("config.json"), config());
    ObjectNode generation = JsonNodeFactory.instance.objectNode();
    putTokens(generation);
    write(folder.resolve("generation_config.json"), generation);
  }

  private static void write(Path file, ObjectNode json) throws IOException {
    Files.writeString(
        file, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
  }

  private ObjectNode config() {
    DecoderConfig sizes = checkpoint.config();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putArray("architectures").add(sizes.architecture().huggingFace());
    putTokens(json);
    if (sizes.architecture() != Architecture.QWEN2) {
      json.put("attention_bias", hasBias("self_attn.q_proj"));
    }
    if (sizes.architecture() == Architecture.QWEN3
        || sizes.headSize() * sizes.heads() != sizes.hiddenSize()) {
      json.put("head_dim", sizes.headSize());
    }
    json.put("hidden_act", "silu");
    json.put("hidden_size", sizes.hiddenSize());
    json.put("intermediate_size", sizes.feedForwardSize());
    json.put("max_position_embeddings", sizes.contextLength());
    if (sizes.architecture() == Architecture.LLAMA) {
      json.put("mlp_bias", hasBias("mlp.gate_proj"));
    }
    json.put("model_type", sizes.architecture().gguf());
    json.put("num_attention_heads", sizes.heads());
    json.put("num_hidden_layers", sizes.layers());
    json.put("num_key_value_heads", sizes.kvHeads());
    json.put("rms_norm_eps", exactly(sizes.normEpsilon()));
    ropeScaling().ifPresent(scaling -> json.set("rope_scaling", scaling));
    json.put("rope_theta", exactly(sizes.ropeTheta()));
    json.put("tie_word_embeddings", sizes.tiedOutput());
    json.put("torch_dtype", dtype());
    json.put("vocab_size", sizes.vocabularySize());
    return json;
  }

  private void putTokens(ObjectNode json) {
    Vocabulary vocabulary = checkpoint.vocabulary();
    TOKEN_FIELDS.forEach(
        (key, field) -> {
          Integer id = vocabulary.specialIds().get(key);
          if (id != null) {
            json.put(field, id);
          }
        });
  }

  /** What the keys {@code rope.scaling.*} of GGUF say, if positions are scaled. */
  private Optional<ObjectNode> ropeScaling() {
    String prefix = checkpoint.config().architecture().gguf() + ".rope.scaling.";
    GgufValue type = checkpoint.metadata().get(prefix + "type");
    if (type == null || type.asString().equals("none")) {
      return Optional.empty();
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("rope_type", type.asString());
    ROPE_FIELDS.forEach(
        (key, field) -> {
          GgufValue value = checkpoint.metadata().get(prefix + key);
          if (value != null && value.isInteger()) {
            json.put(field, value.asInteger());
          } else if (value != null) {
            json.put(field, exactly(value.asFloat32()));
          }
        });
    return Optional.of(json);
  }

  private boolean hasBias(String projection) {
    return checkpoint.weight("model.layers.0." + projection + ".bias").isPresent();
  }

  /** The shortest decimal number that is this float, so that 1e-6 does not become 9.9999999…e-7. */
  private static BigDecimal exactly(float value) {
    return new BigDecimal(Float.toString(value));
  }

  private String dtype() {
    return switch (type) {
      case F16 -> "float16";
      case BF16 -> "bfloat16";
      default -> "float32";
    };
  }
}
