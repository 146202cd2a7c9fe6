package io.github.sentiment4j.model.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sentiment4j.gguf.FileType;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.TinyModel;
import io.github.sentiment4j.model.Goldens;
import io.github.sentiment4j.model.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How positions are scaled, in a GGUF file and in the folder that is made of it. */
final class ExportedPositionsTest {
  @TempDir Path folder;

  @Test
  void run_yarnWithAFactorOfItsOwn_keepsIt() throws IOException {
    Path base = Goldens.copy("llama-untied", folder.resolve("base"));
    Goldens.replace(
        base.resolve("config.json"),
        "\"factor\": 4.0",
        "\"factor\": 4.0, \"attention_factor\": 1.5");
    Path file = folder.resolve("model.gguf");
    Conversion.open(ConversionSpec.builder().base(base).output(file).type(FileType.F32).build())
        .run(Progress.NONE);

    assertThat(exported(file).get("rope_scaling"))
        .hasToString(
            "{\"rope_type\":\"yarn\",\"factor\":4.0,\"original_max_position_embeddings\":128,"
                + "\"attention_factor\":1.5}");
  }

  /** llama.cpp takes it for linear. */
  @Test
  void run_factorWithoutAType_isLinear() throws IOException {
    Path file =
        TinyModel.builder()
            .mutate(writer -> writer.putFloat32("qwen2.rope.scaling.factor", 2))
            .write(folder.resolve("model.gguf"));

    assertThat(exported(file).get("rope_scaling"))
        .hasToString("{\"rope_type\":\"linear\",\"factor\":2.0}");
  }

  @Test
  void run_attentionFactorWithoutYarn_isRefused() {
    Path file =
        TinyModel.builder()
            .mutate(writer -> writer.putFloat32("qwen2.rope.scaling.attn_factor", 2))
            .write(folder.resolve("model.gguf"));

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> exported(file))
        .withMessage(
            file
                + ": rope.scaling.attn_factor: expected 1 beside positions that are scaled linear,"
                + " found 2.0");
  }

  private JsonNode exported(Path file) throws IOException {
    Path target = folder.resolve("exported");
    Export.open(file, target, Optional.empty(), false, 1).run(Progress.NONE);
    return new ObjectMapper().readTree(target.resolve("config.json").toFile());
  }
}
