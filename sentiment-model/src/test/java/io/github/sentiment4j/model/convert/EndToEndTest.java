package io.github.sentiment4j.model.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentResult;
import io.github.sentiment4j.gguf.FileType;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.model.Goldens;
import io.github.sentiment4j.model.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From a base and a PEFT folder to a running classifier; the models are small and know nothing. */
final class EndToEndTest {
  private static final String TEXT = "profit rose, shares of the bank fell";

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = {"F32", "F16", "BF16", "Q8_0", "Q4_0"})
  void convert_adapter_givesAClassifierWithItsOwnPrompt(FileType type) throws IOException {
    Path output = folder.resolve("model.gguf");

    Conversion.open(merge("plain", output, type)).run(Progress.NONE);

    try (SentimentClassifier classifier = SentimentClassifier.load(output)) {
      assertThat(classifier.info().profile().prompt().template()).isEqualTo("{text}\n情绪：");
      assertThat(classifier.info().profile().labelWords().asList())
          .containsExactly("rose", "the", "fell");
      assertThat(classifier.info().profile().calibration().temperature()).isEqualTo(2);
      assertThat(classifier.classify(TEXT).positive())
          .as("0.7343 in F32")
          .isCloseTo(0.7343, within(type == FileType.Q4_0 ? 0.05 : 0.02));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "patterns", "saved", "embedding"})
  void convert_adapter_changesWhatTheBaseSays(String adapter) throws IOException {
    Path merged = folder.resolve("merged.gguf");
    Path plain = folder.resolve("plain.gguf");
    Conversion.open(merge(adapter, merged, FileType.F32)).run(Progress.NONE);
    Conversion.open(
            ConversionSpec.builder()
                .base(Goldens.checkpoint("qwen2-tied"))
                .output(plain)
                .type(FileType.F32)
                .prompt("{text}\n情绪：")
                .labels(List.of("rose", "the", "fell"))
                .temperature(2)
                .build())
        .run(Progress.NONE);

    assertThat(classify(merged).probability(Sentiment.POSITIVE))
        .isNotCloseTo(classify(plain).probability(Sentiment.POSITIVE), within(1e-4));
  }

  @Test
  void open_adapterOfAnotherBase_isRefused() {
    ConversionSpec spec =
        ConversionSpec.builder()
            .base(Goldens.checkpoint("qwen3-tied"))
            .adapter(Goldens.checkpoint("adapters/plain"))
            .output(folder.resolve("model.gguf"))
            .type(FileType.F16)
            .build();

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> Conversion.open(spec))
        .extracting(ModelFileException::kind)
        .isEqualTo(Kind.INVALID_SETTING);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void open_adapterOnAQuantizedBase_isRefused() throws IOException {
    Path quantized = folder.resolve("base.gguf");
    Conversion.open(
            ConversionSpec.builder()
                .base(Goldens.checkpoint("qwen2-tied"))
                .output(quantized)
                .type(FileType.Q8_0)
                .build())
        .run(Progress.NONE);
    ConversionSpec spec =
        ConversionSpec.builder()
            .base(quantized)
            .adapter(Goldens.checkpoint("adapters/plain"))
            .output(folder.resolve("model.gguf"))
            .type(FileType.F16)
            .build();

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> Conversion.open(spec))
        .extracting(ModelFileException::kind)
        .isEqualTo(Kind.MODEL_UNSUPPORTED);
  }

  private static ConversionSpec merge(String adapter, Path output, FileType type) {
    return ConversionSpec.builder()
        .base(Goldens.checkpoint("qwen2-tied"))
        .adapter(Goldens.checkpoint("adapters/" + adapter))
        .output(output)
        .type(type)
        .prompt("{text}\n情绪：")
        .labels(List.of("rose", "the", "fell"))
        .temperature(2)
        .build();
  }

  private static SentimentResult classify(Path model) {
    try (SentimentClassifier classifier = SentimentClassifier.load(model)) {
      return classifier.classify(TEXT);
    }
  }
}
