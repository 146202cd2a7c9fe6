package io.github.sentiment4j.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sentiment4j.model.Goldens;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of keys against those that transformers 5.24 has; see {@code config_keys.py}. */
final class ConfigKeysTest {
  @TempDir Path folder;

  private static JsonNode golden() throws IOException {
    try (InputStream in = ConfigKeysTest.class.getResourceAsStream("/goldens/config_keys.json")) {
      return new ObjectMapper().readTree(in);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isKnown_everyKeyOfTransformers_isInTheTable(Architecture architecture) throws IOException {
    JsonNode keys = golden().get(architecture.gguf());

    assertThat(keys.size()).isGreaterThan(100);
    assertThat(keys)
        .allSatisfy(key -> assertThat(ConfigKeys.isKnown(key.asText(), architecture)).isTrue());
  }

  @Test
  void isKnown_keyThatTransformersDoesNotRead_isNot() {
    assertThat(ConfigKeys.isKnown("logit_scale", Architecture.LLAMA)).isFalse();
    assertThat(ConfigKeys.isKnown("mlp_bias", Architecture.QWEN2)).isFalse();
  }

  @Test
  void warnings_keysThatNobodyReads_areListedWithTheirValues() throws IOException {
    Path copy = Goldens.copy("qwen2-tied", folder.resolve("model"));
    Goldens.replace(
        copy.resolve("config.json"),
        "\"rope_type\": \"default\"",
        "\"rope_type\": \"default\", \"factor\": 8, \"mrope_section\": null");
    Goldens.replace(
        copy.resolve("config.json"),
        "\"hidden_act\"",
        "\"logit_scale\": 3.5, \"num_experts\": null, \"rope_interleaved\": false, \"hidden_act\"");

    assertThat(HuggingFaceCheckpoint.read(copy).warnings())
        .containsExactly(
            "config.json has keys that neither Qwen2ForCausalLM of transformers 5.24 nor this"
                + " program reads: logit_scale: 3.5, rope_interleaved: false,"
                + " rope_parameters.factor: 8");
  }

  @Test
  void warnings_dropoutAndOwnCode_areSaid() throws IOException {
    Path copy = Goldens.copy("qwen2-tied", folder.resolve("model"));
    Goldens.replace(
        copy.resolve("config.json"),
        "\"attention_dropout\": 0.0",
        "\"attention_dropout\": 0.1, \"auto_map\": {\"AutoModel\": \"x.X\"}");

    assertThat(HuggingFaceCheckpoint.read(copy).warnings())
        .containsExactly(
            "attention_dropout 0.1 of config.json is for training with transformers; finetune has"
                + " no such dropout",
            "auto_map of config.json names code of its own, which does not run here; transformers"
                + " runs it with trust_remote_code only");
  }

  @ParameterizedTest
  @EnumSource
  void warnings_checkpointOfTransformers_areNone(Architecture architecture) {
    assertThat(
            HuggingFaceCheckpoint.read(Goldens.checkpoint(architecture.gguf() + "-tied"))
                .warnings())
        .isEmpty();
  }
}
