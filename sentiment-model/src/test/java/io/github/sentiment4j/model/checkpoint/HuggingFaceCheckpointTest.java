package io.github.sentiment4j.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.model.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class HuggingFaceCheckpointTest {
  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("io.github.sentiment4j.model.Goldens#models")
  void read_checkpointOfTransformers_knowsItsSizes(String name) {
    Checkpoint checkpoint = HuggingFaceCheckpoint.read(Goldens.checkpoint(name));
    DecoderConfig config = checkpoint.config();

    assertThat(config.architecture().gguf()).isEqualTo(name.substring(0, name.indexOf('-')));
    assertThat(config.layers()).isEqualTo(2);
    assertThat(config.tiedOutput()).isEqualTo(name.endsWith("-tied"));
    assertThat(checkpoint.vocabulary().size()).isEqualTo(320).isEqualTo(config.vocabularySize());
    assertThat(checkpoint.names()).contains("model.embed_tokens.weight");
    assertThat(checkpoint.names())
        .allSatisfy(tensor -> assertThat(TensorNames.toGguf(tensor)).isPresent());
    assertThat(config.ropeTheta()).isEqualTo(name.equals("qwen2-untied") ? 1e6f : 1e4f);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Qwen2ForCausalLM|Qwen2MoeForCausalLM|\"architectures\": expected one of Qwen2ForCausalLM,"
            + " Qwen3ForCausalLM and LlamaForCausalLM, found [\"Qwen2MoeForCausalLM\"]|MODEL_UNSUPPORTED",
        "\"silu\"|\"gelu\"|\"hidden_act\": expected silu, found gelu|MODEL_UNSUPPORTED",
        "\"hidden_size\": 32|\"hidden_size\": -1|\"hidden_size\": expected an integer from 1 to"
            + " 16777216, found -1|MODEL_INVALID",
        "\"hidden_size\": 32|\"hidden_size\": \"32\"|\"hidden_size\": expected a 32-bit integer,"
            + " found \"32\"|MODEL_INVALID",
        "\"num_hidden_layers\": 2|\"num_hidden_layers\": 16000000|\"num_hidden_layers\": expected"
            + " an integer from 1 to 512, found 16000000|MODEL_INVALID",
        "\"hidden_size\": 32|\"hidden_size\": 32, \"head_dim\": 16777216|\"head_dim\": expected an"
            + " integer from 1 to 4194304, found 16777216|MODEL_INVALID",
        "\"num_hidden_layers\": 2|\"num_hidden_layers\": 3|\"layer_types\": expected a list for the"
            + " 3 layers, found [\"full_attention\",\"full_attention\"]|MODEL_INVALID",
        "\"intermediate_size\": 64|\"intermediate_size\": 96|expected the shape (32, 96) by"
            + " config.json, found (32, 64)|MODEL_INVALID",
        "\"num_key_value_heads\": 2|\"num_key_value_heads\": 3|\"num_key_value_heads\": expected a"
            + " divisor of the 4 heads, found 3|MODEL_INVALID",
        "\"tie_word_embeddings\": true|\"tie_word_embeddings\": false|\"lm_head.weight\": expected"
            + " an output head, because tie_word_embeddings is false, found no such tensor|MODEL_INVALID",
        "\"hidden_act\": \"silu\"|\"hidden_act\": \"silu\", \"quantization_config\": {\"bits\": 4}|"
            + "\"quantization_config\": expected weights in F32, F16 or BF16, found a quantised"
            + " checkpoint, {\"bits\":4}; take the one that it was made from|MODEL_UNSUPPORTED",
        "\"model_type\": \"qwen2\"|\"model_type\": \"qwen3\"|\"model_type\": expected qwen2,"
            + " because architectures is Qwen2ForCausalLM, found qwen3; transformers loads the"
            + " class of model_type|MODEL_UNSUPPORTED",
        "\"hidden_act\": \"silu\"|\"hidden_act\": \"silu\", \"per_layer_config\": {\"0\": {\"x\":"
            + " 1}}|\"per_layer_config\": expected layers of one kind, found"
            + " {\"0\":{\"x\":1}}|MODEL_UNSUPPORTED",
        "\"hidden_act\": \"silu\"|\"hidden_act\": \"silu\", \"attn_implementation\":"
            + " \"x/y\"|\"attn_implementation\": expected eager, sdpa, flash_attention_2,"
            + " flash_attention_3 or flex_attention, which compute the same, found"
            + " \"x/y\"|MODEL_UNSUPPORTED",
        "\"rope_type\": \"default\"|\"rope_type\": \"yarn\", \"factor\": 4, \"beta_fast\": 8|"
            + "\"rope_parameters\": expected beta_fast 32.0, which llama.cpp computes, found"
            + " 8.0|MODEL_UNSUPPORTED",
        "\"rope_type\": \"default\"|\"rope_type\": \"yarn\", \"factor\": 4, \"truncate\": false|"
            + "\"rope_parameters\": expected truncate true, which llama.cpp computes, found"
            + " false|MODEL_UNSUPPORTED",
        "\"rope_type\": \"default\"|\"rope_type\": \"linear\", \"factor\": 4,"
            + " \"partial_rotary_factor\": 0.5|\"rope_parameters\": expected partial_rotary_factor"
            + " 1 with rope_type linear, found 0.5|MODEL_UNSUPPORTED",
        "\"use_sliding_window\": false|\"use_sliding_window\": 1|\"use_sliding_window\": expected"
            + " true or false, found 1|MODEL_INVALID",
        "\"rope_type\": \"default\"|\"rope_type\": \"llama3\", \"factor\": 8|\"rope_parameters\":"
            + " expected rope_type default, linear, yarn or dynamic, found llama3; take a"
            + " checkpoint without it|MODEL_UNSUPPORTED",
        "\"rope_type\": \"default\"|\"rope_type\": \"yarn\", \"factor\": 4,"
            + " \"original_max_position_embeddings\": 1e30|\"rope_parameters\": expected an integer"
            + " from 1 to 16777216 for original_max_position_embeddings, found 1.0E30|MODEL_INVALID",
        "\"rope_type\": \"default\"|\"rope_type\": \"linear\", \"factor\": 1e300|"
            + "\"rope_parameters\": expected a finite number greater than 0 for factor, found"
            + " 1.0E300|MODEL_INVALID",
        "\"rms_norm_eps\": 1e-06|\"rms_norm_eps\": 0|\"rms_norm_eps\": expected a finite number"
            + " greater than 0, found 0.0|MODEL_INVALID",
      })
  void read_changedConfig_isRefused(String text, String by, String message, Kind kind)
      throws IOException {
    Path copy = Goldens.copy("qwen2-tied", folder.resolve("model"));
    Goldens.replace(copy.resolve("config.json"), text, by);

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> HuggingFaceCheckpoint.read(copy))
        .withMessageContaining(message)
        .extracting(ModelFileException::kind)
        .isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3|tensor \"model.layers.2.input_layernorm.weight\": expected a tensor of shape (32), found"
            + " no such one|MODEL_INVALID",
        "1|tensor \"model.layers.1.input_layernorm.weight\": expected only the tensors of a dense"
            + " llama decoder with 1 layers, found one more|MODEL_UNSUPPORTED",
      })
  void read_otherNumberOfLayers_isRefused(int layers, String message, Kind kind)
      throws IOException {
    Path copy = Goldens.copy("llama-tied", folder.resolve("model"));
    Goldens.replace(
        copy.resolve("config.json"),
        "\"num_hidden_layers\": 2",
        "\"num_hidden_layers\": " + layers);

    assertRefused(copy, message, kind);
  }

  @Test
  void read_windowThatATextCanBeLongerThan_isRefused() throws IOException {
    Path copy = Goldens.copy("qwen2-tied", folder.resolve("model"));
    Path config = copy.resolve("config.json");
    Goldens.replace(config, "\"use_sliding_window\": false", "\"use_sliding_window\": true");
    Goldens.replace(config, "\"sliding_window\": null", "\"sliding_window\": 32");
    Goldens.replace(config, "\"layer_types\"", "\"layer_types\": null, \"was\"");
    Goldens.replace(config, "\"max_window_layers\": 28", "\"max_window_layers\": 1");

    assertRefused(
        copy,
        "config.json: \"sliding_window\": expected no window that a text can be longer than:"
            + " llama.cpp has none for qwen2, use_sliding_window is true and"
            + " max_position_embeddings is 512, found 32; where texts are no longer than that, set"
            + " max_position_embeddings to 32, else take a checkpoint without a window",
        Kind.MODEL_UNSUPPORTED);
    Goldens.replace(config, "\"max_position_embeddings\": 512", "\"max_position_embeddings\": 32");
    assertThat(HuggingFaceCheckpoint.read(copy).config().contextLength()).isEqualTo(32);
  }

  @Test
  void read_noOutputAndNothingSaidOfTying_saysSo() throws IOException {
    Path copy = Goldens.copy("qwen2-tied", folder.resolve("model"));
    Goldens.replace(copy.resolve("config.json"), "\"tie_word_embeddings\": true", "\"x\": true");

    assertRefused(
        copy,
        "tensor \"lm_head.weight\": expected an output head, because config.json has no"
            + " tie_word_embeddings, which means false, found no such tensor",
        Kind.MODEL_INVALID);
  }

  @Test
  void read_biasesThatTransformersLeavesOut_areRefused() throws IOException {
    Path copy = Goldens.copy("llama-untied", folder.resolve("model"));
    Goldens.replace(
        copy.resolve("config.json"), "\"attention_bias\": true", "\"attention_bias\": false");

    assertRefused(
        copy,
        "tensor \"model.layers.0.self_attn.k_proj.bias\": expected no such tensor, because"
            + " attention_bias of config.json is not true, found one, which transformers leaves"
            + " out; if the model was trained with it, set attention_bias to true",
        Kind.MODEL_UNSUPPORTED);
  }

  @Test
  void read_adapterInTheSameFolder_isRefused() throws IOException {
    Path copy = Goldens.copy("qwen2-tied", folder.resolve("model"));
    Files.writeString(copy.resolve("adapter_config.json"), "{}");

    assertRefused(
        copy,
        "adapter_config.json: expected a base without an adapter in its folder, found one; move"
            + " the adapter's files to a folder of their own and give that as the adapter",
        Kind.MODEL_UNSUPPORTED);
  }

  @Test
  void read_weightsThatTheConfigNames_areRead() throws IOException {
    Path copy = Goldens.copy("qwen2-tied", folder.resolve("model"));
    Files.move(copy.resolve("model.safetensors"), copy.resolve("step-2.safetensors"));
    Goldens.replace(
        copy.resolve("config.json"),
        "\"use_cache\"",
        "\"transformers_weights\": \"step-2.safetensors\", \"use_cache\"");

    assertThat(HuggingFaceCheckpoint.read(copy).warnings()).isEmpty();
  }

  private static void assertRefused(Path folder, String message, Kind kind) {
    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> HuggingFaceCheckpoint.read(folder))
        .withMessageEndingWith(message)
        .extracting(ModelFileException::kind)
        .isEqualTo(kind);
  }

  @Test
  void read_missingShard_saysWhich() throws IOException {
    Path copy = Goldens.copy("qwen2-untied", folder.resolve("model"));
    Files.delete(copy.resolve("model-00002-of-00004.safetensors"));

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> HuggingFaceCheckpoint.read(copy))
        .withMessageContaining("the shard model-00002-of-00004.safetensors in the same folder");
  }

  @Test
  void read_notAFolder_saysWhatOneHolds() {
    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> HuggingFaceCheckpoint.read(folder.resolve("none")))
        .withMessageEndingWith(
            "expected a folder with config.json, model.safetensors and tokenizer.json, found no"
                + " such folder");
  }
}
