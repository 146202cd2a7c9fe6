package io.github.sentiment4j.portable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sentiment4j.core.Device;
import io.github.sentiment4j.core.LabelWords;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.core.SentimentOutcome;
import io.github.sentiment4j.core.SentimentResult;
import io.github.sentiment4j.core.Truncation;
import io.github.sentiment4j.gguf.SentimentMetadata;
import io.github.sentiment4j.gguf.TinyModel;
import io.github.sentiment4j.jni.NativeEngineProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares the engine with the native one, on a tiny model with random weights. */
final class PortableEngineTest {
  private static final String LONG = "Sensex jumps 500 points as banks rally. ".repeat(20);
  private static final List<String> TEXTS =
      List.of(
          "Profit rose.",
          "Loss widens, shares down 12%",
          "美联储宣布降息50bp, 投资者纷纷买入股票，股市大涨！",
          "A text with <|im_end|> and <|endoftext|><|im_start|> inside",
          "Ends like the prompt goes on.\n",
          "e\u0301clair: naïve café 🚀🚀",
          LONG);

  @TempDir Path folder;
  private Path model;

  @BeforeEach
  void write() {
    model = TinyModel.builder().write(folder.resolve("tiny.gguf"));
  }

  private SentimentClassifier.Builder portable() {
    return builder().engine(new PortableEngineProvider());
  }

  private SentimentClassifier.Builder builder() {
    return SentimentClassifier.builder().model(model).threads(1);
  }

  @Test
  void classify_afterTheFileWasShortened_givesTheSameLabels() throws IOException {
    try (SentimentClassifier classifier = portable().build()) {
      List<Sentiment> before = TEXTS.stream().map(t -> classifier.classify(t).label()).toList();

      Files.write(model, new byte[0]);

      assertThat(TEXTS.stream().map(t -> classifier.classify(t).label()).toList())
          .isEqualTo(before);
    }
  }

  @Test
  void classify_anyText_givesALabelAndNoProbabilities() {
    try (SentimentClassifier classifier = portable().build();
        SentimentClassifier reference = builder().engine(new NativeEngineProvider()).build()) {
      SentimentResult result = classifier.classify("Profit rose.");

      assertThat(result.label()).isEqualTo(reference.classify("Profit rose.").label());
      assertThat(result.hasProbabilities()).isFalse();
      assertThat(result.confidence()).isNaN();
      assertThat(result.score()).isNaN();
      assertThat(result.abstained()).isFalse();
      assertThat(classifier.info().engine().probabilities()).isFalse();
      assertThat(classifier.info().engine().engine()).isEqualTo("portable");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"END", "START", "MIDDLE"})
  void classifyAll_everyTruncation_sameLabelsAndTokensAsTheNativeEngine(Truncation truncation) {
    assertSameAsNative(portable().truncation(truncation).maxTokens(120), truncation);
  }

  @Test
  void classifyAll_modelTrainedWithSomeTokens_cutsTextsToThem() {
    model =
        TinyModel.builder()
            .sentiment(
                new SentimentMetadata(
                    "news: {text} is",
                    List.of("positive", "neutral", "negative"),
                    1,
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(120)))
            .write(folder.resolve("trained.gguf"));

    assertSameAsNative(portable(), Truncation.END);
  }

  @Test
  void classifyAll_modelWithBiases_sameLabelsAsTheNativeEngine() {
    for (Sentiment favourite : Sentiment.values()) {
      Float[] bias = {0f, 0f, 0f};
      bias[List.of(Sentiment.values()).indexOf(favourite)] = 50f;
      model =
          TinyModel.builder()
              .sentiment(
                  new SentimentMetadata(
                      "news: {text} is",
                      List.of("positive", "neutral", "negative"),
                      2f,
                      List.of(bias),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty()))
              .write(folder.resolve("biased" + favourite + ".gguf"));

      assertThat(labels(portable())).containsOnly(favourite);
      assertThat(labels(builder().engine(new NativeEngineProvider()))).containsOnly(favourite);
    }
  }

  private List<Sentiment> labels(SentimentClassifier.Builder builder) {
    try (SentimentClassifier classifier = builder.build()) {
      return classifier.classifyAll(TEXTS).stream()
          .map(outcome -> outcome.orThrow().label())
          .toList();
    }
  }

  private void assertSameAsNative(SentimentClassifier.Builder portable, Truncation truncation) {
    try (SentimentClassifier ours = portable.build();
        SentimentClassifier theirs =
            builder()
                .truncation(truncation)
                .maxTokens(120)
                .engine(new NativeEngineProvider())
                .build()) {
      List<SentimentOutcome> actual = ours.classifyAll(TEXTS);
      List<SentimentOutcome> expected = theirs.classifyAll(TEXTS);
      for (int i = 0; i < TEXTS.size(); i++) {
        SentimentResult result = actual.get(i).orThrow();
        SentimentResult reference = expected.get(i).orThrow();
        assertThat(result.label()).as(TEXTS.get(i)).isEqualTo(reference.label());
        assertThat(result.tokens()).as(TEXTS.get(i)).isEqualTo(reference.tokens());
        assertThat(result.truncated()).as(TEXTS.get(i)).isEqualTo(reference.truncated());
      }
      assertThat(ours.info().engine().prefixTokens())
          .isEqualTo(theirs.info().engine().prefixTokens());
      assertThat(ours.info().engine().suffixTokens())
          .isEqualTo(theirs.info().engine().suffixTokens());
    }
  }

  @Test
  void classifyAll_rejectAndSeveralContexts_keepOrderAndReportLongTexts() {
    List<String> texts =
        IntStream.range(0, 20).mapToObj(i -> i % 5 == 4 ? LONG : "Profit rose " + i).toList();
    try (SentimentClassifier classifier =
        portable().truncation(Truncation.REJECT).maxTokens(120).contexts(2).maxBatch(3).build()) {
      List<SentimentOutcome> outcomes = classifier.classifyAll(texts);

      for (int i = 0; i < texts.size(); i++) {
        assertThat(outcomes.get(i) instanceof SentimentOutcome.Failure)
            .as(texts.get(i))
            .isEqualTo(texts.get(i).equals(LONG));
      }
      assertThatThrownBy(() -> outcomes.get(4).orThrow())
          .hasMessageContaining("maxTokens is 120")
          .hasMessageContaining("TEXT_TOO_LONG");
    }
  }

  @Test
  void close_openedEngine_endsItsProcessesAndThreads() {
    SentimentClassifier classifier = portable().contexts(2).build();
    assertThat(workers()).hasSize(2);

    classifier.close();

    assertThat(workers()).isEmpty();
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(Thread::isAlive)
        .extracting(Thread::getName)
        .doesNotContain("sentiment-portable-log");
  }

  @Test
  void classify_workerThatDied_failsAndSaysSo() {
    try (SentimentClassifier classifier = portable().build()) {
      workers().forEach(ProcessHandle::destroyForcibly);
      workers().forEach(worker -> worker.onExit().join());

      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> classifier.classify("Profit rose."))
            .isInstanceOf(SentimentException.class)
            .hasMessageContaining("The worker process has ended")
            .hasMessageContaining("ENGINE_FAILED");
      }
    }
  }

  @Test
  void build_settingsThatNeedProbabilities_areRefused() {
    assertThatThrownBy(() -> portable().abstainBelow(0.5).build())
        .hasMessageContaining("need probabilities, which the engine portable does not give")
        .hasMessageContaining("INVALID_SETTING");
    assertThatThrownBy(() -> portable().temperature(2).build())
        .hasMessageContaining("INVALID_SETTING");
    assertThat(workers()).as("no process is left behind").isEmpty();
  }

  @Test
  void build_labelWordsOfSeveralTokens_areRefused() {
    assertThatThrownBy(
            () -> portable().labelWords(new LabelWords("positively so", "neutral", "bad")).build())
        .hasMessageContaining("Expected label words of one token each")
        .hasMessageContaining("INVALID_SETTING");
    assertThat(workers()).isEmpty();
  }

  @Test
  void build_architectureThatIsTooNew_isUnsupported() {
    model = TinyModel.builder().architecture("qwen3").write(folder.resolve("qwen3.gguf"));

    assertThatThrownBy(() -> portable().build())
        .hasMessageContaining("found qwen3")
        .hasMessageContaining("MODEL_UNSUPPORTED");
  }

  @Test
  void build_whatItCannotDo_isSaid() {
    assertThatThrownBy(() -> portable().device(Device.GPU).build())
        .hasMessageContaining("portable: it runs on the CPU only");
    assertThatThrownBy(() -> portable().truncation(Truncation.CHUNKS).build())
        .hasMessageContaining("portable: it has no probabilities to average");
    assertThatThrownBy(
            () -> SentimentClassifier.builder().engine(new PortableEngineProvider()).build())
        .hasMessageContaining("portable: it needs a model file");
  }

  private static List<ProcessHandle> workers() {
    return ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
  }
}
