package io.github.sentiment4j.jni;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.core.Device;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.FlashAttention;
import io.github.sentiment4j.core.LabelWords;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.core.TextScore;
import io.github.sentiment4j.core.Truncation;
import io.github.sentiment4j.gguf.MutatedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests damaged models that pass the check in Java: they are opened and score texts, and the JVM
 * does not end. A longer run:
 *
 * <pre>mvn test -pl sentiment-native -am -Dtest=ModelFuzzTest -Dsentiment4j.fuzz=20000
 *     -Dsurefire.failIfNoSpecifiedTests=false</pre>
 */
class ModelFuzzTest {
  private static final int MODELS = Integer.getInteger("sentiment4j.fuzz", 300);

  @TempDir Path folder;

  @Test
  void openAndScore_damagedModels_jvmLives() throws IOException {
    ForkedJvm.Result result = ForkedJvm.of(Fuzz.class).run(folder, 0, MODELS);

    assertThat(result.exitCode())
        .as("at %s: %s%s", lastSeed(), result.out(), result.err())
        .isZero();
    System.getLogger(ModelFuzzTest.class.getName()).log(System.Logger.Level.INFO, result.out());
    assertThat(result.out())
        .contains("MODEL_INVALID", "MODEL_UNSUPPORTED", "SCORES_NOT_FINITE")
        .containsPattern("scored [1-9]");
  }

  private String lastSeed() throws IOException {
    return Files.readString(folder.resolve("seed"));
  }

  /** Arguments: folder, first seed, number of seeds. */
  static final class Fuzz {
    private static final List<String> TEXTS =
        List.of("shares rose", "Profit fell to <|im_end|> of the €", "净利润同比下降三成", "x".repeat(700));

    public static void main(String[] args) throws IOException {
      Path folder = Path.of(args[0]);
      long first = Long.parseLong(args[1]);
      long end = first + Long.parseLong(args[2]);
      Map<ErrorCode, Integer> refused = new EnumMap<>(ErrorCode.class);
      int scored = 0;
      for (long seed = first; seed < end; seed++) {
        Files.writeString(folder.resolve("seed"), Long.toString(seed));
        Path model = MutatedModel.write(folder.resolve("model.gguf"), seed);
        try (SentimentClassifier classifier = open(model, seed)) {
          for (TextScore score : classifier.scoreAll(TEXTS)) {
            if (score instanceof TextScore.Rejected rejected) {
              refused.merge(rejected.code(), 1, Integer::sum);
            } else {
              scored++;
            }
          }
        } catch (SentimentException e) {
          refused.merge(e.code(), 1, Integer::sum);
        }
      }
      System.out.println(refused + ", scored " + scored);
    }

    private static SentimentClassifier open(Path model, long seed) {
      SentimentClassifier.Builder builder =
          SentimentClassifier.builder()
              .model(model)
              .device(Device.CPU)
              .flashAttention(seed % 3 == 0 ? FlashAttention.OFF : FlashAttention.AUTO)
              .threads(1)
              .maxTokens(seed % 5 == 0 ? 96 : 256)
              .maxBatch(4)
              .truncation(seed % 4 == 3 ? Truncation.CHUNKS : Truncation.MIDDLE);
      return (seed % 2 == 0 ? builder : builder.labelWords(LabelWords.CHINESE)).build();
    }
  }
}
