package io.github.sentiment4j.jni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.LabelWords;
import io.github.sentiment4j.core.PromptTemplate;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.core.SentimentResult;
import io.github.sentiment4j.core.Truncation;
import io.github.sentiment4j.gguf.TinyModel;
import io.github.sentiment4j.jni.internal.engine.NativeEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Tests closing, cancelling and interrupting with the real engine and many threads. */
@Timeout(120)
class LifecycleTest {
  private static final PromptTemplate PROMPT = PromptTemplate.of("News: {text}\nMood: ");

  /** A text that takes seconds in chunks. */
  private static final String LONG_TEXT = "Profit rose 3% today. ".repeat(20_000);

  @TempDir static Path folder;
  private static Path model;

  @BeforeAll
  static void writeModel() {
    model = TinyModel.builder().write(folder.resolve("tiny.gguf"));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void openAndScore_onTheCallersThread_leaveItOnItsProcessors() throws IOException {
    int processors = Runtime.getRuntime().availableProcessors();
    String before = allowedProcessors();

    try (NativeEngine engine = TestEngine.of(Goldens.tinyModel()).threads(processors).open()) {
      assertThat(allowedProcessors()).isEqualTo(before);
      engine.contexts().get(0).score(List.of("Profit rose."));
    }

    assertThat(allowedProcessors()).isEqualTo(before).startsWith("Cpus_allowed_list:");
  }

  private static String allowedProcessors() throws IOException {
    return Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
        .filter(line -> line.startsWith("Cpus_allowed_list:"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void classify_afterClose_isClosed() {
    SentimentClassifier classifier = builder().build();
    classifier.classify("Profit rose.");
    classifier.close();
    classifier.close();

    SentimentException e =
        catchThrowableOfType(SentimentException.class, () -> classifier.classify("Profit rose."));

    assertThat(e.code()).isEqualTo(ErrorCode.CLOSED);
    assertThat(e).hasMessageContaining("The classifier is closed; open another one");
    assertThat(classifier.info().engine().engine()).isEqualTo("native");
  }

  @Test
  void engineScore_afterClose_isClosed() {
    NativeEngine engine = TestEngine.open(model);
    engine.close();
    engine.close();

    assertThatThrownBy(() -> engine.contexts().get(0).score(List.of("Profit rose.")))
        .isInstanceOf(SentimentException.class)
        .hasMessageContaining("The engine is closed");
  }

  @Test
  void close_whileThreadsClassify_endsEveryCall() throws Exception {
    for (int round = 0; round < 10; round++) {
      SentimentClassifier classifier = builder().contexts(2).build();
      CountDownLatch busy = new CountDownLatch(16);
      ExecutorService pool = Executors.newFixedThreadPool(16);
      List<Future<ErrorCode>> ends = new ArrayList<>();
      for (int t = 0; t < 16; t++) {
        ends.add(
            pool.submit(
                () -> {
                  while (true) {
                    try {
                      classifier.classify("Profit rose 3% today.");
                      busy.countDown();
                    } catch (SentimentException e) {
                      return e.code();
                    }
                  }
                }));
      }
      busy.await();
      classifier.close();
      for (Future<ErrorCode> end : ends) {
        assertThat(end.get(30, TimeUnit.SECONDS)).isEqualTo(ErrorCode.CLOSED);
      }
      pool.shutdown();
    }
  }

  @Test
  void classify_from64Threads_givesEveryTextItsOwnResult() throws Exception {
    List<String> texts = IntStream.range(0, 64).mapToObj(i -> "Profit rose " + i + "%.").toList();
    try (SentimentClassifier classifier = builder().contexts(2).build()) {
      List<SentimentResult> alone = texts.stream().map(classifier::classify).toList();
      ExecutorService pool = Executors.newFixedThreadPool(64);
      CountDownLatch start = new CountDownLatch(64);
      List<Future<List<SentimentResult>>> results = new ArrayList<>();
      for (String text : texts) {
        results.add(
            pool.submit(
                () -> {
                  start.countDown();
                  start.await();
                  return List.of(
                      classifier.classify(text),
                      classifier.classify(text),
                      classifier.classify(text));
                }));
      }
      for (int i = 0; i < texts.size(); i++) {
        for (SentimentResult result : results.get(i).get()) {
          assertThat(result.tokens()).isEqualTo(alone.get(i).tokens());
          assertThat(result.positive()).isCloseTo(alone.get(i).positive(), within(5e-3));
          assertThat(result.negative()).isCloseTo(alone.get(i).negative(), within(5e-3));
        }
      }
      pool.shutdown();
    }
  }

  @Test
  void classifyAsync_cancelledWhileItRuns_freesTheEngineAndKeepsThePrefix() {
    try (SentimentClassifier classifier = builder().truncation(Truncation.CHUNKS).build()) {
      SentimentResult before = classifier.classify("Profit rose.");
      for (int i = 0; i < 5; i++) {
        CompletableFuture<SentimentResult> future = classifier.classifyAsync(LONG_TEXT);
        awaitWorkerInNativeCode();
        assertThat(future.cancel(true)).isTrue();

        SentimentResult after = classifier.classify("Profit rose.");

        assertThat(after.positive()).isEqualTo(before.positive());
        assertThat(after.negative()).isEqualTo(before.negative());
      }
    }
  }

  @Test
  void classify_interruptedCaller_isInterruptedAndOthersGoOn() throws Exception {
    try (SentimentClassifier classifier = builder().truncation(Truncation.CHUNKS).build()) {
      double before = classifier.classify("Profit rose.").positive();
      CompletableFuture<SentimentException> thrown = new CompletableFuture<>();
      Thread caller =
          new Thread(
              () -> {
                SentimentException e =
                    catchThrowableOfType(
                        SentimentException.class, () -> classifier.classify(LONG_TEXT));
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
                thrown.complete(e);
              });
      caller.start();
      awaitWorkerInNativeCode();
      caller.interrupt();

      assertThat(thrown.get(30, TimeUnit.SECONDS).code()).isEqualTo(ErrorCode.INTERRUPTED);
      assertThat(thrown.get()).hasMessageContaining("The calling thread was interrupted");
      assertThat(classifier.classify("Profit rose.").positive()).isEqualTo(before);
    }
  }

  @Test
  void build_settingsThatNeedMoreMemoryThanThereIs_isInvalidSetting() {
    // 64 blocks of 32 heads: 1 MB of KV cache for each token.
    Path wide =
        TinyModel.builder()
            .blocks(64)
            .width(64)
            .heads(32, 32)
            .contextLength(131_072)
            .write(folder.resolve("wide.gguf"));

    SentimentException e =
        catchThrowableOfType(
            SentimentException.class,
            () ->
                SentimentClassifier.builder()
                    .model(wide)
                    .threads(1)
                    .maxTokens(131_072)
                    .contexts(256)
                    .build());

    assertThat(e.code()).isEqualTo(ErrorCode.INVALID_SETTING);
    assertThat(e)
        .hasMessageMatching(
            "(?s)Expected settings that fit into the [0-9,]+ MB of memory that are available, found"
                + " contexts 256, maxTokens 131072 and maxBatch 32, which need [0-9,]+ MB"
                + " \\([0-9,]+ MB for each context\\); lower them.*");
  }

  @Test
  void build_labelWordOfManyTokens_isInvalidSetting() {
    SentimentException e =
        catchThrowableOfType(
            SentimentException.class,
            () -> builder().labelWords(new LabelWords("x".repeat(100_000), "b", "c")).build());

    assertThat(e.code()).isEqualTo(ErrorCode.INVALID_SETTING);
    assertThat(e)
        .hasMessageContaining(
            "a label word has 100000 tokens in this model's vocabulary, at most 64 are possible");
  }

  @Test
  void build_promptOfManyTokens_isInvalidSetting() {
    SentimentException e =
        catchThrowableOfType(
            SentimentException.class,
            () -> builder().prompt(PromptTemplate.of("x".repeat(100_000) + "{text}\n")).build());

    assertThat(e.code()).isEqualTo(ErrorCode.INVALID_SETTING);
    assertThat(e)
        .hasMessageContaining(
            "maxTokens 512 leaves no room for a text: the prompt around it has 100001 tokens");
  }

  private static SentimentClassifier.Builder builder() {
    return SentimentClassifier.builder().model(model).prompt(PROMPT).threads(1);
  }

  private static void awaitWorkerInNativeCode() {
    CancellationTest.awaitNativeCode(
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("sentiment4j-worker-1"))
            .findAny()
            .orElseThrow());
  }
}
