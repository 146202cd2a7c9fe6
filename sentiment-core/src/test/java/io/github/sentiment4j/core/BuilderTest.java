package io.github.sentiment4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sentiment4j.support.CpuBudget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
final class BuilderTest {
  private static final CpuBudget EIGHT_CORES = new CpuBudget(16, 8);

  private static SentimentClassifier.Builder builder() {
    return SentimentClassifier.builder();
  }

  private static void assertRefused(Consumer<SentimentClassifier.Builder> setting, String message) {
    assertThatExceptionOfType(SentimentException.class)
        .isThrownBy(() -> setting.accept(builder()))
        .withMessageContaining(message)
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_SETTING));
  }

  @Test
  void build_untouched_hasTheDocumentedDefaults() {
    try (SentimentClassifier classifier = builder().engine(ScriptedEngine.quick()).build()) {
      assertThat(classifier.info().settings())
          .isEqualTo(
              new ClassifierSettings(
                  builder().spec(CpuBudget.ofThisMachine()),
                  512,
                  0,
                  1024,
                  OverloadPolicy.REFUSE,
                  Optional.empty()));
    }
    assertThat(builder().spec(EIGHT_CORES))
        .isEqualTo(
            new EngineSpec(
                Optional.empty(),
                Device.AUTO,
                FlashAttention.AUTO,
                1,
                8,
                OptionalInt.empty(),
                32,
                Truncation.END,
                Optional.empty(),
                Optional.empty(),
                OptionalDouble.empty()));
  }

  @Test
  void build_everySetting_reachesInfoAndEngine() {
    ScriptedEngine engine = ScriptedEngine.quick();
    PromptTemplate prompt = PromptTemplate.of("{text}\n");
    try (SentimentClassifier classifier =
        builder()
            .engine(engine)
            .model(Path.of("m.gguf"))
            .device(Device.CPU)
            .flashAttention(FlashAttention.OFF)
            .contexts(3)
            .threads(1)
            .maxTokens(100)
            .maxBatch(5)
            .truncation(Truncation.MIDDLE)
            .prompt(prompt)
            .labelWords(LabelWords.CHINESE)
            .temperature(1.5)
            .abstainBelow(0.4)
            .maxPending(9)
            .overloadPolicy(OverloadPolicy.BLOCK)
            .deadline(Duration.ofSeconds(20))
            .build()) {
      ClassifierSettings settings = classifier.info().settings();

      assertThat(settings)
          .isEqualTo(
              new ClassifierSettings(
                  new EngineSpec(
                      Optional.of(Path.of("m.gguf")),
                      Device.CPU,
                      FlashAttention.OFF,
                      3,
                      1,
                      OptionalInt.of(100),
                      5,
                      Truncation.MIDDLE,
                      Optional.of(prompt),
                      Optional.of(LabelWords.CHINESE),
                      OptionalDouble.of(1.5)),
                  100,
                  0.4,
                  9,
                  OverloadPolicy.BLOCK,
                  Optional.of(Duration.ofSeconds(20))));
      assertThat(engine.spec).isEqualTo(settings.engine());
      assertThat(classifier.info().engineChoices())
          .singleElement()
          .satisfies(choice -> assertThat(choice.chosen()).isTrue());
    }
  }

  @Test
  void build_temperatureOfTheCaller_replacesTheModelsAndKeepsItsBiases() {
    ScriptedEngine engine = ScriptedEngine.quick();
    engine.profile =
        new ModelProfile(
            PromptTemplate.DEFAULT,
            LabelWords.ENGLISH,
            new Calibration(3, 0.1, 0.2, 0.3),
            OptionalDouble.of(0.9));
    try (SentimentClassifier own = builder().engine(engine).temperature(2).build();
        SentimentClassifier models = builder().engine(engine).build()) {
      assertThat(own.info().profile().calibration()).isEqualTo(new Calibration(2, 0.1, 0.2, 0.3));
      assertThat(models.info().profile().calibration()).isEqualTo(engine.profile.calibration());
      assertThat(models.info().profile().abstainBelow()).hasValue(0.9);
      assertThat(models.classify("so so").abstained())
          .as("a suggested threshold is not in force by itself")
          .isFalse();
    }
  }

  @Test
  void setters_valueOutOfRange_nameSettingRangeAndValue() {
    assertRefused(b -> b.contexts(0), "Expected contexts in [1, 256], found 0");
    assertRefused(b -> b.contexts(257), "Expected contexts in [1, 256], found 257");
    assertRefused(b -> b.threads(0), "Expected threads in [1, 1024], found 0");
    assertRefused(b -> b.maxTokens(0), "Expected maxTokens in [1, 131072], found 0");
    assertRefused(b -> b.maxBatch(1025), "Expected maxBatch in [1, 1024], found 1025");
    assertRefused(b -> b.maxPending(0), "Expected maxPending in [1, 65536], found 0");
    assertRefused(b -> b.abstainBelow(-0.1), "Expected abstainBelow in [0, 1], found -0.1");
    assertRefused(b -> b.abstainBelow(Double.NaN), "Expected abstainBelow in [0, 1], found NaN");
    assertRefused(b -> b.temperature(0), "The temperature must be a positive finite number");
    assertRefused(
        b -> b.deadline(Duration.ZERO),
        "Expected deadline more than zero and at most 24 hours, found PT0S");
    assertRefused(b -> b.deadline(Duration.ofDays(2)), "found PT48H");
  }

  @Test
  void threads_default_isTheCoresDividedByContexts() {
    assertThat(builder().contexts(3).spec(EIGHT_CORES).threads()).isEqualTo(2);
    assertThat(builder().contexts(20).spec(EIGHT_CORES).threads()).isEqualTo(1);
  }

  @Test
  void threads_moreThanCores_areRefusedWithTheNumbers() {
    assertRefused(
        b -> b.threads(9).spec(EIGHT_CORES),
        "Expected threads of at most the 8 usable cores (16 processors for this JVM, 8 physical"
            + " cores), found 9");
    assertRefused(
        b -> b.threads(4).contexts(3).spec(EIGHT_CORES),
        "found 4 x 3; set threads to 2 or leave it unset");
    assertThat(builder().threads(4).contexts(2).spec(EIGHT_CORES).threads()).isEqualTo(4);
    assertThat(builder().threads(1).contexts(20).spec(EIGHT_CORES).threads()).isEqualTo(1);
  }

  @Test
  void model_andEmbeddedModel_theLastOneCounts() {
    assertThat(builder().embeddedModel().model(Path.of("x")).spec(EIGHT_CORES).model())
        .contains(Path.of("x"));
    assertThatThrownBy(() -> builder().model(Path.of("x")).embeddedModel().spec(EIGHT_CORES))
        .hasMessageContaining("META-INF/sentiment4j/model.gguf");
  }

  @Test
  void setters_null_areRefused() {
    assertThatThrownBy(() -> builder().model(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> builder().device(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> builder().deadline(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> builder().engine(null)).isInstanceOf(NullPointerException.class);
  }
}
