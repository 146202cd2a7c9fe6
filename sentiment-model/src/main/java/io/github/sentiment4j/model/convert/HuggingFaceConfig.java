package io.github.sentiment4j.model.convert;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sentiment4j.gguf.FileType;
import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.internal.TokenizerKeys;
import io.github.sentiment4j.model.checkpoint.Architecture;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.checkpoint.DecoderConfig;
import io.github.sentiment4j.model.checkpoint.RopeScaling;
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
              TokenizerKeys.id("bos"), "bos_token_id",
              TokenizerKeys.id("eos"), "eos_token_id",
              TokenizerKeys.id("padding"), "pad_token_id"));

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

  /**
   * Writes the scaling of the positions, if any.
   *
   * @throws ModelFileException if llama.cpp scales them as transformers does not
   */
  private Optional<ObjectNode> ropeScaling() {
    RopeScaling scaling = RopeScaling.of(checkpoint);
    if (scaling.isNone()) {
      return Optional.empty();
    }
    boolean yarn = scaling.type().equals("yarn");
    if (!yarn && scaling.attentionFactor() != 1) {
      throw ModelFileException.unsupported(
          checkpoint.source(),
          "rope.scaling.attn_factor",
          "1 beside positions that are scaled " + scaling.type(),
          scaling.attentionFactor() + "");
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("rope_type", scaling.type());
    json.put("factor", exactly(scaling.factor()));
    if (yarn) {
      json.put("original_max_position_embeddings", originalContextLength());
      if (scaling.attentionFactor() != 1) {
        json.put("attention_factor", exactly(scaling.wholeAttentionFactor()));
      }
    }
    return Optional.of(json);
  }

  private long originalContextLength() {
    DecoderConfig sizes = checkpoint.config();
    GgufValue length =
        checkpoint
            .metadata()
            .get(sizes.architecture().gguf() + ".rope.scaling.original_context_length");
    return length == null ? sizes.contextLength() : length.asInteger();
  }

  private boolean hasBias(String projection) {
    return checkpoint.weight("model.layers.0." + projection + ".bias").isPresent();
  }

  /**
   * Returns the shortest decimal number for a float, so that 1e-6 does not become 9.9999999…e-7.
   */
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
