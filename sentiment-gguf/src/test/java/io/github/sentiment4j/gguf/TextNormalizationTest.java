package io.github.sentiment4j.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextNormalizationTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "qwen2, NFC",
    "qwen35, NFC",
    "deepseek-r1-qwen, NFC",
    "smollm, NONE",
    "llama-bpe, NONE",
    "gpt-2, NONE"
  })
  void of_preTokenizer_isThatOfItsTokenizer(String pre, TextNormalization expected)
      throws Exception {
    Path file = folder.resolve("keys.gguf");
    GgufWriter.create().putString("tokenizer.ggml.pre", pre).write(file);

    assertThat(TextNormalization.of(GgufFile.read(file))).isEqualTo(expected);
  }

  @Test
  void of_noPreTokenizer_isNone() throws Exception {
    Path file = folder.resolve("keys.gguf");
    GgufWriter.create().putString("general.architecture", "qwen2").write(file);

    assertThat(TextNormalization.of(GgufFile.read(file))).isEqualTo(TextNormalization.NONE);
  }

  @Test
  void apply_nfc_composesAndKeepsWhatIsComposed() {
    String composed = "café 株価が上昇";

    assertThat(TextNormalization.NFC.apply("cafe\u0301 株価か\u3099上昇")).isEqualTo(composed);
    assertThat(TextNormalization.NFC.apply(composed)).isSameAs(composed);
    assertThat(TextNormalization.NFC.apply("")).isEmpty();
  }

  @Test
  void apply_none_changesNothing() {
    assertThat(TextNormalization.NONE.apply("cafe\u0301")).isEqualTo("cafe\u0301");
  }
}
