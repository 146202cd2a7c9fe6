package io.github.sentiment4j.model.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.sentiment4j.gguf.DecoderModel;
import io.github.sentiment4j.gguf.FileType;
import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.jni.LlamaTokenizer;
import io.github.sentiment4j.model.Progress;
import io.github.sentiment4j.model.tokenizer.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real models in the folder {@code -Dsentiment4j.models}; skipped without it. */
final class RealConversionTest {
  private static final String TEXT =
      "Sensex jumps 500 points; 央行宣布降息50bp，股市大涨！ naïve café 12,345.67 % 🚀\n";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "SmolLM2-135M-Instruct.Q4_1.gguf, F32, Q8_0",
    "SmolLM2-135M-Instruct.Q4_1.gguf, BF16, BF16",
    "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf, BF16, Q8_0",
    "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf, BF16, BF16",
  })
  void export_thenConvert_isAModelWithTheSameTokens(
      String name, FileType exported, FileType converted) throws IOException {
    Path original = model(name);
    Path checkpoint = folder.resolve("checkpoint");
    Path output = folder.resolve("output.gguf");

    Export.open(original, checkpoint, Optional.of(exported), false, 2).run(Progress.NONE);
    ConversionReport report =
        Conversion.open(
                ConversionSpec.builder().base(checkpoint).output(output).type(converted).build())
            .run(Progress.NONE);

    DecoderModel before = DecoderModel.check(GgufFile.read(original));
    DecoderModel after = DecoderModel.check(GgufFile.read(output));
    assertThat(after).isEqualTo(report.model());
    assertThat(after.typeName()).isEqualTo(converted.name());
    assertThat(after.parameters()).isEqualTo(before.parameters());
    assertThat(after.blocks()).isEqualTo(before.blocks());
    assertThat(after.tiedOutput()).isEqualTo(before.tiedOutput());
    Vocabulary tokens = Vocabulary.of(GgufFile.read(output));
    assertThat(tokens.tokens()).isEqualTo(Vocabulary.of(GgufFile.read(original)).tokens());
    assertThat(tokens.merges()).isEqualTo(Vocabulary.of(GgufFile.read(original)).merges());
    assertThat(ids(output)).isEqualTo(ids(original));
  }

  private static int[] ids(Path model) {
    try (LlamaTokenizer tokenizer = LlamaTokenizer.open(model)) {
      return tokenizer.tokenize(TEXT, true);
    }
  }

  private static Path model(String name) {
    String models = System.getProperty("sentiment4j.models", "");
    assumeThat(models).as("a folder of models, -Dsentiment4j.models").isNotEmpty();
    Path path = Path.of(models, name);
    assumeThat(Files.exists(path)).as("%s is there", path).isTrue();
    return path;
  }
}
