package io.github.sentiment4j.model.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sentiment4j.gguf.FileType;
import io.github.sentiment4j.model.Goldens;
import io.github.sentiment4j.model.Progress;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.checkpoint.HuggingFaceCheckpoint;
import io.github.sentiment4j.model.tensor.Weight;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExportTest {
  @TempDir Path temporary;

  @Test
  void run_scaledPositions_areInTheConfig() throws IOException {
    Path folder = temporary.resolve("out");

    export("llama-untied", folder, false);

    JsonNode config = new ObjectMapper().readTree(folder.resolve("config.json").toFile());
    assertThat(config.path("rope_scaling").path("rope_type").asText()).isEqualTo("yarn");
    assertThat(config.path("rope_scaling").path("factor").asDouble()).isEqualTo(4);
    assertThat(config.path("rope_scaling").path("original_max_position_embeddings").asInt())
        .isEqualTo(128);
    assertThat(config.path("attention_bias").asBoolean()).isTrue();
    assertThat(config.path("tie_word_embeddings").asBoolean(true)).isFalse();
    assertThat(config.path("rms_norm_eps").asDouble()).isEqualTo(1e-6);
  }

  @Test
  void run_tiedOutput_makesTheHeadTheEmbedding() throws IOException {
    Path folder = temporary.resolve("out");

    export("qwen2-untied", folder, true);

    Checkpoint before = HuggingFaceCheckpoint.read(Goldens.checkpoint("qwen2-untied"));
    Checkpoint after = HuggingFaceCheckpoint.read(folder);
    assertThat(after.config().tiedOutput()).isTrue();
    assertThat(after.names()).doesNotContain("lm_head.weight");
    assertThat(firstRow(after.weight("model.embed_tokens.weight").orElseThrow()))
        .isEqualTo(firstRow(before.weight("lm_head.weight").orElseThrow()));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 5_000, 50_000})
  void run_diskIsFull_leavesNoFolder(long space) throws IOException {
    Path gguf = gguf("qwen2-tied");
    Path folder = temporary.resolve("out");
    Export export =
        Export.open(
            gguf, folder, Optional.empty(), false, 2, channel -> new FullDisk(channel, space));

    assertThatIOException()
        .isThrownBy(() -> export.run(Progress.NONE))
        .withMessage("No space left on device");
    assertThat(folder).doesNotExist();
    assertThat(temporary).isDirectoryNotContaining("glob:**.tmp*");
  }

  @Test
  void run_interrupted_leavesNoFolder() throws IOException {
    Path folder = temporary.resolve("out");
    Export export = Export.open(gguf("qwen2-tied"), folder, Optional.empty(), false, 2);
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(ClosedByInterruptException.class)
        .isThrownBy(() -> export.run(Progress.NONE));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(folder).doesNotExist();
    assertThat(temporary).isDirectoryNotContaining("glob:**.tmp*");
  }

  @Test
  void open_targetIsAFile_isRefused() throws IOException {
    Path file = Files.writeString(temporary.resolve("out"), "before");
    Path gguf = gguf("qwen2-tied");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Export.open(gguf, file, Optional.empty(), false, 2))
        .withMessage("output %s: expected a new or an empty folder, found a file", file);
    assertThat(file).hasContent("before");
  }

  private void export(String model, Path folder, boolean tieOutput) throws IOException {
    Export.open(gguf(model), folder, Optional.empty(), tieOutput, 2).run(Progress.NONE);
  }

  private Path gguf(String model) throws IOException {
    Path output = temporary.resolve(model + ".gguf");
    Conversion.open(
            ConversionSpec.builder()
                .base(Goldens.checkpoint(model))
                .output(output)
                .type(FileType.F32)
                .build())
        .run(Progress.NONE);
    return output;
  }

  private static float[] firstRow(Weight weight) {
    float[] row = new float[weight.columns()];
    weight.read(0, 1, row);
    return row;
  }
}
