package io.github.sentiment4j.model.peft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.model.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class AdapterConfigTest {
  private static final List<String> MODULES =
      Stream.concat(
              Stream.of("model.embed_tokens", "lm_head"),
              IntStream.range(0, 2)
                  .boxed()
                  .flatMap(
                      layer ->
                          Stream.of(
                                  "self_attn.q_proj",
                                  "self_attn.k_proj",
                                  "self_attn.v_proj",
                                  "self_attn.o_proj",
                                  "mlp.gate_proj",
                                  "mlp.up_proj",
                                  "mlp.down_proj")
                              .map(module -> "model.layers." + layer + "." + module)))
          .toList();

  @TempDir Path folder;

  static Stream<JsonNode> cases() {
    return Goldens.cases("adapter_targets.json");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void targets_configurationOfPeft_areThoseOfPeft(JsonNode golden) throws IOException {
    Files.writeString(folder.resolve("adapter_config.json"), golden.get("config").toString());

    AdapterConfig config = AdapterConfig.read(folder);

    JsonNode changed = golden.get("changed");
    boolean allLinear = golden.get("config").get("target_modules").asText().equals("all-linear");
    for (String module : MODULES) {
      if (allLinear && module.equals("model.embed_tokens")) {
        continue; // It is no linear module; nobody asks.
      }
      assertThat(config.targets(module)).as(module).isEqualTo(changed.has(module));
      if (changed.has(module)) {
        assertThat(config.rank(module)).as(module).isEqualTo(changed.get(module).get(0).asInt());
        assertThat((double) config.scaling(module))
            .as(module)
            .isCloseTo(changed.get(module).get(1).asDouble(), within(1e-6));
      }
    }
  }

  @Test
  void write_newConfiguration_isReadAgain() throws IOException {
    AdapterConfig config =
        AdapterConfig.of("Qwen/Qwen2.5-0.5B", 8, 16, List.of("q_proj", "v_proj"));

    config.write(folder);

    AdapterConfig read = AdapterConfig.read(folder);
    assertThat(read.targets("model.layers.3.self_attn.v_proj")).isTrue();
    assertThat(read.targets("model.layers.3.self_attn.k_proj")).isFalse();
    assertThat(read.rank("model.layers.3.self_attn.v_proj")).isEqualTo(8);
    assertThat(read.scaling("model.layers.3.self_attn.v_proj")).isEqualTo(2);
    assertThat(read.saves("lm_head")).isFalse();
  }

  @Test
  void write_configurationOfPeft_keepsAllFields() throws IOException {
    Path original = Goldens.checkpoint("adapters/patterns");

    AdapterConfig.read(original).write(folder);

    ObjectMapper mapper = new ObjectMapper();
    assertThat(mapper.readTree(folder.resolve("adapter_config.json").toFile()))
        .isEqualTo(mapper.readTree(original.resolve("adapter_config.json").toFile()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"use_dora\": false|\"use_dora\": true|\"use_dora\": expected false, found true; merge it"
            + " with PEFT and convert the result",
        "\"peft_type\": \"LORA\"|\"peft_type\": \"IA3\"|\"peft_type\": expected LORA, found IA3",
        "\"bias\": \"none\"|\"bias\": \"some\"|\"bias\": expected none, all or lora_only, found"
            + " some",
        "\"lora_bias\": false|\"lora_bias\": true|\"lora_bias\": expected false, found true",
        "\"trainable_token_indices\": null|\"trainable_token_indices\": [-1]|"
            + "\"trainable_token_indices\": expected ids of tokens, found -1",
        "\"trainable_token_indices\": null|\"trainable_token_indices\": {\"embed_tokens\": 5}|"
            + "\"trainable_token_indices\": expected lists of ids of tokens, found 5",
        "\"task_type\": \"CAUSAL_LM\"|\"task_type\": \"SEQ_CLS\"|\"task_type\": expected CAUSAL_LM,"
            + " found SEQ_CLS: a classifier with a head of its own, which a language model has no"
            + " place for; train a language model to say the label words, for instance with"
            + " './sentiment finetune'",
        "\"alora_invocation_tokens\": null|\"alora_invocation_tokens\": [5,"
            + " 7]|\"alora_invocation_tokens\": expected nothing, found [5,7]; aLoRA changes only"
            + " what stands behind these tokens, so that there are no merged weights that compute"
            + " the same, and PEFT refuses the merge too; train a plain LoRA",
        "\"use_qalora\": false|\"use_qalora\": true|\"use_qalora\": expected false, found true;"
            + " PEFT cannot merge it either; train a plain LoRA",
        "\"layer_replication\": null|\"layer_replication\": [[0, 2]]|\"layer_replication\":"
            + " expected nothing, found [[0,2]]; merge it with PEFT and convert the result",
        "\"init_lora_weights\": true|\"init_lora_weights\": \"loftq\"|\"init_lora_weights\":"
            + " expected a start that leaves the base as it is, found \"loftq\"; merge it with PEFT"
            + " into the base that LoftQ made, and convert the result",
        "\"init_lora_weights\": true|\"init_lora_weights\":"
            + " \"pissa_niter_4\"|\"init_lora_weights\": expected a start that leaves the base as"
            + " it is, found \"pissa_niter_4\"; save the adapter with"
            + " path_initial_model_for_weight_conversion",
        "\"r\": 4|\"r\": 0|\"r\": expected a rank of at least 1, found 0",
        "\"r\": 4|\"r\": 1.5|\"r\": expected a 32-bit integer, found 1.5",
        "\"rank_pattern\": {}|\"rank_pattern\": {\"q_proj\": 2.5}|\"rank_pattern\": expected a"
            + " fitting number for each pattern, found 2.5",
        "\"alpha_pattern\": {}|\"alpha_pattern\": [3]|\"alpha_pattern\": expected an object with at"
            + " most 1000 fields, found [3]",
        "\"alpha_pattern\": {}|\"alpha_pattern\": {\"(q\": 3}|\"alpha_pattern\": expected a regular"
            + " expression of Python, found missing ), unterminated subpattern at position 12 in"
            + " (.*\\.)?((q)$",
        "\"alpha_pattern\": {}|\"alpha_pattern\": {\"(.*.*.*)*x\": 3}|\"alpha_pattern\": expected"
            + " regular expressions that take at most 100000 steps, found (.*.*.*)*x, which takes"
            + " more for model.layers.0.self_attn.q_proj",
        "\"layers_to_transform\": null|\"layers_to_transform\": [\"1\"]|\"layers_to_transform\":"
            + " expected integers, found \"1\"",
        "\"exclude_modules\": null|\"exclude_modules\": [1]|\"exclude_modules\": expected a list of"
            + " strings, found 1",
        "\"lora_alpha\": 8|\"lora_alpha\": null|\"lora_alpha\": expected a value, found nothing",
      })
  void read_changedField_isRefused(String text, String by, String message) throws IOException {
    Path adapter = Goldens.copy("adapters/plain", folder.resolve("adapter"));
    Goldens.replace(adapter.resolve("adapter_config.json"), text, by);

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> AdapterConfig.read(adapter).scaling("model.layers.0.self_attn.q_proj"))
        .withMessageContaining(message);
  }
}
