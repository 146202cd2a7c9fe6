package io.github.sentiment4j.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.sentiment4j.model.Goldens;
import io.github.sentiment4j.model.ModelFileException;
import io.github.sentiment4j.model.ModelFileException.Kind;
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
            + " Qwen3ForCausalLM and LlamaForCausalLM, found [\"Qwen2MoeForCausalLM\"]|UNSUPPORTED",
        "\"silu\"|\"gelu\"|\"hidden_act\": expected silu, found gelu|UNSUPPORTED",
        "\"hidden_size\": 32|\"hidden_size\": -1|\"hidden_size\": expected an integer from 1 to"
            + " 16777216, found -1|CORRUPT",
        "\"hidden_size\": 32|\"hidden_size\": \"32\"|\"hidden_size\": expected a 32-bit integer,"
            + " found \"32\"|CORRUPT",
        "\"num_hidden_layers\": 2|\"num_hidden_layers\": 16000000|\"num_hidden_layers\": expected an"
            + " integer from 1 to 512, found 16000000|CORRUPT",
        "\"hidden_size\": 32|\"hidden_size\": 32, \"head_dim\": 16777216|\"head_dim\": expected an"
            + " integer from 1 to 4194304, found 16777216|CORRUPT",
        "\"num_hidden_layers\": 2|\"num_hidden_layers\": 3|\"model.layers.2.input_layernorm.weight\":"
            + " expected a tensor of shape (32), found no such one|CORRUPT",
        "\"num_hidden_layers\": 2|\"num_hidden_layers\": 1|\"model.layers.1.input_layernorm.weight\":"
            + " expected only the tensors of a dense qwen2 decoder with 1 layers, found one"
            + " more|UNSUPPORTED",
        "\"intermediate_size\": 64|\"intermediate_size\": 96|expected the shape (32, 96) by"
            + " config.json, found (32, 64)|CORRUPT",
        "\"num_key_value_heads\": 2|\"num_key_value_heads\": 3|\"num_key_value_heads\": expected a"
            + " divisor of the 4 heads, found 3|CORRUPT",
        "\"tie_word_embeddings\": true|\"tie_word_embeddings\": false|\"lm_head.weight\": expected an"
            + " output head, because tie_word_embeddings is false, found no such tensor|CORRUPT",
        "\"hidden_act\": \"silu\"|\"hidden_act\": \"silu\", \"quantization_config\": {\"bits\": 4}|"
            + "\"quantization_config\": expected weights in F32, F16 or BF16, found a quantised"
            + " checkpoint|UNSUPPORTED",
        "\"rope_type\": \"default\"|\"rope_type\": \"llama3\", \"factor\": 8|\"rope_parameters\":"
            + " expected rope_type default, linear or yarn, found llama3|UNSUPPORTED",
        "\"rope_type\": \"default\"|\"rope_type\": \"yarn\", \"factor\": 4,"
            + " \"original_max_position_embeddings\": 1e30|\"rope_parameters\": expected an integer"
            + " from 1 to 16777216 for original_max_position_embeddings, found 1.0E30|CORRUPT",
        "\"rope_type\": \"default\"|\"rope_type\": \"linear\", \"factor\": 1e300|"
            + "\"rope_parameters\": expected a finite number greater than 0 for factor, found"
            + " 1.0E300|CORRUPT",
        "\"rms_norm_eps\": 1e-06|\"rms_norm_eps\": 0|\"rms_norm_eps\": expected a finite number"
            + " greater than 0, found 0.0|CORRUPT",
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
