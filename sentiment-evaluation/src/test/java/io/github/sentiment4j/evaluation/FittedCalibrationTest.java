package io.github.sentiment4j.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sentiment4j.core.Calibration;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.LabelWords;
import io.github.sentiment4j.core.PromptTemplate;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.data.LabelledText;
import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.GgufWriter;
import io.github.sentiment4j.gguf.ModelManifest;
import io.github.sentiment4j.gguf.SentimentMetadata;
import io.github.sentiment4j.gguf.TinyModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FittedCalibrationTest {
  @TempDir Path folder;

  /**
   * Scores texts that all have the probabilities 0.8, 0.1 and 0.1 for one of the labels in turn.
   *
   * @param right the number of ten texts whose label is the most probable one
   */
  private static ScoredTexts scored(int right) {
    List<LabelledText> texts = new ArrayList<>();
    String[] rows = {"0.8 0.1 0.1", "0.1 0.8 0.1", "0.1 0.1 0.8"};
    for (int label = 0; label < rows.length; label++) {
      texts.addAll(Collections.nCopies(right, text(rows[label], label)));
      for (int i = right; i < 10; i++) {
        texts.add(text(rows[label], (label + 1 + i % 2) % 3));
      }
    }
    try (SentimentClassifier classifier =
        ScriptedEngineProvider.classifier("m")
            .prompt(PromptTemplate.of("News: {text}\nMood:"))
            .labelWords(LabelWords.parse("up,flat,down"))
            .build()) {
      return ScoredTexts.of(classifier, texts);
    }
  }

  private static LabelledText text(String probabilities, int label) {
    return new LabelledText(probabilities, List.of(Sentiment.values()).get(label));
  }

  @Test
  void of_scoresThatAreTooSure_raisesTheTemperature() {
    FittedCalibration fitted = FittedCalibration.of(scored(6), false);

    // The best temperature T makes 0.8^(1/T) / (0.8^(1/T) + 2 x 0.1^(1/T)) the 6 in 10 that are
    // right: log(8) / T = log(3).
    assertThat(fitted.calibration().temperature())
        .isCloseTo(Math.log(8) / Math.log(3), within(1e-5));
    assertThat(fitted.calibration().positiveBias()).isZero();
    assertThat(fitted.withBias()).isFalse();
    assertThat(fitted.profile().prompt().template()).isEqualTo("News: {text}\nMood:");
    assertThat(fitted.profile().labelWords().asList()).containsExactly("up", "flat", "down");
  }

  @Test
  void of_anyScores_givesNumbersThatAFileHoldsExactly() {
    Calibration calibration = FittedCalibration.of(scored(6), true).calibration();

    assertThat(calibration.temperature()).isEqualTo((float) calibration.temperature());
    assertThat(calibration.negativeBias()).isEqualTo((float) calibration.negativeBias());
  }

  @Test
  void of_scoresWithoutAnError_areRefused() {
    ScoredTexts perfect = scored(10);

    assertThatThrownBy(() -> FittedCalibration.of(perfect, false))
        .isInstanceOfSatisfying(
            SentimentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_DATA));
  }

  @Test
  void write_copy_hasTheCalibrationAndKeepsTheOtherKeys() throws Exception {
    SentimentMetadata before =
        new SentimentMetadata(
            "{text}\n:",
            List.of("a", "b", "c"),
            3f,
            List.of(0.5f, 0f, -0.5f),
            Optional.of(0.4f),
            Optional.of("{\"seed\":1}"),
            Optional.of("Apache-2.0"),
            Optional.of(96));
    Path model = TinyModel.builder().sentiment(before).write(folder.resolve("m.gguf"));
    Path target = folder.resolve("out.gguf");
    FittedCalibration fitted = FittedCalibration.of(scored(6), false);

    GgufWriter.Written written = fitted.write(model, target, true);

    assertThat(metadata(target))
        .isEqualTo(
            new SentimentMetadata(
                "News: {text}\nMood:",
                List.of("up", "flat", "down"),
                (float) fitted.calibration().temperature(),
                List.of(),
                before.abstainBelow(),
                before.training(),
                before.license(),
                before.maxTokens()));
    assertThat(metadata(model)).isEqualTo(before);
    assertThat(written.sha256()).isEqualTo(ModelManifest.hash(target));
    assertThat(ModelManifest.read(target).orElseThrow().sha256()).isEqualTo(written.sha256());
  }

  @Test
  void write_modelItself_isReplacedWithTheBiases() throws Exception {
    Path model = TinyModel.builder().write(folder.resolve("m.gguf"));
    FittedCalibration fitted = FittedCalibration.of(scored(6), true);

    fitted.write(model, model, false);

    assertThat(metadata(model).bias())
        .containsExactly(
            (float) fitted.calibration().positiveBias(),
            (float) fitted.calibration().neutralBias(),
            (float) fitted.calibration().negativeBias());
    assertThat(ModelManifest.read(model)).isEmpty();
  }

  private static SentimentMetadata metadata(Path file) {
    return SentimentMetadata.read(GgufFile.read(file)).orElseThrow();
  }
}
