package io.github.sentiment4j.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real models in the folder {@code -Dsentiment4j.models}; skipped without it. */
class RealModelTest {
  @TempDir Path folder;

  @Test
  void check_compactReference_isAccepted() {
    GgufFile file = GgufFile.read(model("compact-reference-q4_0.gguf"));

    assertThat(DecoderModel.check(file))
        .isEqualTo(
            new DecoderModel(
                "qwen2",
                8,
                896,
                14,
                2,
                64,
                4864,
                56_204,
                32_768,
                true,
                169_658_752,
                95_517_088,
                "Q4_0"));
    SentimentMetadata sentiment = SentimentMetadata.read(file).orElseThrow();
    assertThat(sentiment.prompt()).isEqualTo("{text}\n情绪：");
    assertThat(sentiment.labels()).containsExactly("positive", "neutral", "negative");
    assertThat(sentiment.temperature()).isEqualTo(1);
    assertThat(sentiment.license()).get().asString().startsWith("Apache-2.0");
  }

  @Test
  void check_qwen25Coder_isAccepted() {
    GgufFile file = GgufFile.read(model("qwen2.5-coder-0.5b-instruct-q4_k_m.gguf"));

    assertThat(DecoderModel.check(file))
        .isEqualTo(
            new DecoderModel(
                "qwen2",
                24,
                896,
                14,
                2,
                64,
                4864,
                151_936,
                32_768,
                false,
                630_167_424,
                485_452_288,
                "Q4_K_M"));
    assertThat(SentimentMetadata.read(file)).isEmpty();
    assertThat(file.strings("tokenizer.ggml.tokens").get(30_487)).isEqualTo("positive");
  }

  @Test
  void check_smolLm2_isAccepted() {
    DecoderModel model =
        DecoderModel.check(GgufFile.read(model("SmolLM2-135M-Instruct.Q4_1.gguf")));

    assertThat(model.architecture()).isEqualTo("llama");
    assertThat(model.vocabularySize()).isEqualTo(49_152);
    assertThat(model.typeName()).isEqualTo("Q4_1");
  }

  @Test
  void copyOf_compactReferenceWithOtherKeys_staysAModel() throws IOException {
    GgufFile original = GgufFile.read(model("compact-reference-q4_0.gguf"));
    SentimentMetadata changed =
        new SentimentMetadata(
            "{text}\n",
            List.of("积极", "中性", "消极"),
            2,
            List.of(),
            Optional.of(.5f),
            Optional.empty(),
            Optional.empty());
    Path copy = folder.resolve("copy.gguf");

    GgufWriter writer = GgufWriter.copyOf(original);
    changed.writeTo(writer);
    writer.write(copy);

    GgufFile read = GgufFile.read(copy);
    assertThat(DecoderModel.check(read)).isEqualTo(DecoderModel.check(original));
    assertThat(SentimentMetadata.read(read)).contains(changed);
    GgufTensor embedding = original.tensor("token_embd.weight").orElseThrow();
    assertThat(read.data(read.tensor("token_embd.weight").orElseThrow()))
        .isEqualTo(original.data(embedding));
  }

  private static Path model(String name) {
    String models = System.getProperty("sentiment4j.models", "");
    assumeTrue(!models.isBlank(), "-Dsentiment4j.models names no folder of real models");
    Path path = Path.of(models, name);
    assumeTrue(Files.exists(path), "there is no " + name + " in -Dsentiment4j.models");
    return path;
  }
}
