package io.github.sentiment4j.bench.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sentiment4j.core.Device;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.gguf.TinyModel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadlinesTest {
  @TempDir private static Path folder;

  @ParameterizedTest
  @ValueSource(ints = {16, 32, 33, 64, 128, 500})
  void withPromptTokens_anyLength_hasExactlyThatMany(int tokens) {
    try (SentimentClassifier classifier = open()) {
      String text = Headlines.withPromptTokens(classifier, tokens);

      assertThat(classifier.classify(text).tokens()).isEqualTo(tokens);
    }
  }

  @Test
  void withPromptTokens_fewerThanThePromptItself_saysWhatItGotTo() {
    try (SentimentClassifier classifier = open()) {
      assertThatThrownBy(() -> Headlines.withPromptTokens(classifier, 3))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("3 tokens, got to ");
    }
  }

  @Test
  void timed_numberOfHeadlines_isAMultipleOfEveryBatch() {
    for (int batch : new int[] {1, 8, 16, 32, 128}) {
      assertThat(Headlines.timed().size() % batch).as("batches of %d", batch).isZero();
    }
  }

  @Test
  void all_headlines_areDifferentTexts() {
    assertThat(Headlines.all()).hasSize(500).doesNotHaveDuplicates().noneMatch(String::isBlank);
  }

  private static SentimentClassifier open() {
    Path model = TinyModel.builder().write(folder.resolve("tiny.gguf"));
    return Models.builder(model.toString(), Device.CPU).threads(1).build();
  }
}
