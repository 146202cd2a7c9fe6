package io.github.sentiment4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.gguf.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Writes the models that the consumer project of {@code src/it} classifies with: a tiny random one,
 * and the trained one where there is a folder of real models.
 */
final class ConsumerModelsTest {
  private static final Path FOLDER = Path.of("target", "consumer-models");
  private static final String TRAINED = "compact-reference-q4_0.gguf";

  @Test
  void load_tinyModel_usesTheNativeEngine() throws IOException {
    Files.createDirectories(FOLDER);
    Path tiny = TinyModel.builder().write(FOLDER.resolve("tiny.gguf"));
    linkTrainedModel();

    try (SentimentClassifier classifier = SentimentClassifier.load(tiny)) {
      assertThat(classifier.info().engine().engine()).isEqualTo("native");
      assertThat(classifier.classifyAll(List.of("Shares rise", "Shares fall"))).hasSize(2);
    }
  }

  private static void linkTrainedModel() throws IOException {
    Path link = FOLDER.resolve(TRAINED);
    Path trained = Path.of(System.getProperty("sentiment4j.models", ""), TRAINED).toAbsolutePath();
    Files.deleteIfExists(link);
    if (Files.exists(trained)) {
      Files.createSymbolicLink(link, trained);
    }
  }
}
