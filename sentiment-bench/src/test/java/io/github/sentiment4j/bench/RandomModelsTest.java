package io.github.sentiment4j.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sentiment4j.bench.input.Models;
import io.github.sentiment4j.core.Device;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RandomModelsTest {
  @TempDir private Path folder;

  @Test
  void write_vocabularyOfAnotherModel_everyTypeRunsWithItsTokens() throws IOException {
    GgufFile other =
        GgufFile.read(TinyModel.builder().vocabularySize(400).write(folder.resolve("other.gguf")));

    RandomModels.write(TinyModel.builder(), other, folder);

    List<Double> probabilities = new ArrayList<>();
    for (String type : new String[] {"F16", "BF16", "Q8_0", "Q4_0"}) {
      Path model = folder.resolve("random-" + type.toLowerCase(Locale.ROOT) + ".gguf");
      assertThat(GgufFile.read(model).strings("tokenizer.ggml.tokens"))
          .isEqualTo(other.strings("tokenizer.ggml.tokens"));
      try (SentimentClassifier classifier =
          Models.builder(model.toString(), Device.CPU).threads(1).build()) {
        assertThat(classifier.info().engine().modelType()).contains(type);
        probabilities.add(classifier.classify("Shares rise").positive());
      }
    }
    // They hold the same weights in different types.
    assertThat(probabilities)
        .allSatisfy(p -> assertThat(p).isCloseTo(probabilities.get(0), within(0.05)));
  }
}
