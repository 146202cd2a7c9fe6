package io.github.sentiment4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sentiment4j.core.ClassifierListener.BatchEvent;
import io.github.sentiment4j.core.ScoringContext.BatchScores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@NullUnmarked
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SentimentClassifierTest {
  private static final Duration SHORT = Duration.ofMillis(50);

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  private static SentimentClassifier.Builder over(ScriptedEngine engine) {
    return SentimentClassifier.builder().engine(engine).threads(1);
  }

  private static SentimentClassifier open(ScriptedEngine engine) {
    return over(engine).build();
  }

  private static void assertFails(ErrorCode code, ThrowingCallable call) {
    assertThatExceptionOfType(SentimentException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }

  private static SentimentException failureOf(Future<?> future) throws Exception {
    try {
      future.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      assertThat(e.getCause()).isInstanceOf(SentimentException.class);
      return (SentimentException) e.getCause();
    }
    throw new AssertionError("expected a failure");
  }

  private static List<ErrorCode> codes(List<SentimentOutcome> outcomes) {
    List<ErrorCode> codes = new ArrayList<>();
    for (SentimentOutcome outcome : outcomes) {
      codes.add(outcome instanceof SentimentOutcome.Failure f ? f.error().code() : null);
    }
    return codes;
  }

  private static List<String> numbered(int count) {
    return IntStream.range(0, count).mapToObj(i -> "item :" + i).toList();
  }

  // One text

  @Test
  void classify_goodNews_returnsCalibratedResult() {
    try (SentimentClassifier classifier = open(ScriptedEngine.quick())) {
      SentimentResult result = classifier.classify("good news :7");

      assertThat(result.label()).isEqualTo(Sentiment.POSITIVE);
      assertThat(result.positive()).isEqualTo(0.8, within(1e-6));
      assertThat(result.score()).isEqualTo(0.75, within(1e-6));
      assertThat(result.positive() + result.neutral() + result.negative())
          .isEqualTo(1, within(1e-12));
      assertThat(result.tokens()).isEqualTo(7);
      assertThat(result.abstained()).isFalse();
      assertThat(result.elapsed()).isPositive();
    }
  }

  @Test
  void classify_oneCaller_doesNotWaitForAFullBatch() {
    ScriptedEngine engine = ScriptedEngine.quick();
    try (SentimentClassifier classifier = over(engine).maxBatch(32).build()) {
      classifier.classify("one");
      classifier.classify("two");

      assertThat(engine.batches).containsExactly(List.of("one"), List.of("two"));
    }
  }

  @Test
  void classify_textsWithoutContent_failWithoutReachingTheEngine() {
    ScriptedEngine engine = ScriptedEngine.quick();
    try (SentimentClassifier classifier = open(engine)) {
      assertThatThrownBy(() -> classifier.classify(null))
          .hasMessage(
              "Expected a text with content, found null"
                  + " [EMPTY_TEXT, see "
                  + ErrorCode.EMPTY_TEXT.page()
                  + "]");
      assertThatThrownBy(() -> classifier.classify("")).hasMessageContaining("an empty one");
      assertThatThrownBy(() -> classifier.classify(" \n\t\u3000\u00A0"))
          .hasMessageContaining("white space only");
      assertThat(engine.batches).isEmpty();
    }
  }

  @Test
  void classify_loneSurrogate_saysWhichAndWhere() {
    ScriptedEngine engine = ScriptedEngine.quick();
    try (SentimentClassifier classifier = open(engine)) {
      assertThatThrownBy(() -> classifier.classify("\uD83D\uDE80 up \uDE80"))
          .hasMessageContaining("lone surrogate U+DE80 at index 6 of 7 chars")
          .hasMessageContaining("INVALID_TEXT");
      assertThatThrownBy(() -> classifier.classify("cut \uD83D"))
          .hasMessageContaining("lone surrogate U+D83D at index 4");
      assertThat(classifier.classify("\uD83D\uDE80 good").label()).isEqualTo(Sentiment.POSITIVE);
      assertThat(engine.seen()).containsExactly("\uD83D\uDE80 good");
    }
  }

  @Test
  void classify_belowThreshold_abstainsAndKeepsTheLabel() {
    try (SentimentClassifier classifier = over(ScriptedEngine.quick()).abstainBelow(0.6).build()) {
      assertThat(classifier.classify("good").abstained()).isFalse();
      SentimentResult unsure = classifier.classify("so so");
      assertThat(unsure.abstained()).isTrue();
      assertThat(unsure.label()).isEqualTo(Sentiment.NEUTRAL);
    }
  }

  @Test
  void classify_textThatTheEngineRejects_throwsItsCodeAndMessageOnce() {
    ScriptedEngine engine =
        new ScriptedEngine(
            (texts, c) ->
                new BatchScores(
                    List.of(new TextScore.Rejected(ErrorCode.TEXT_TOO_LONG, "600 tokens, 512 fit")),
                    0,
                    0));
    try (SentimentClassifier classifier = open(engine)) {
      assertThatThrownBy(() -> classifier.classify("long"))
          .hasMessage(
              "600 tokens, 512 fit [TEXT_TOO_LONG, see " + ErrorCode.TEXT_TOO_LONG.page() + "]")
          .satisfies(
              e ->
                  assertThat(e.getStackTrace())
                      .as("the stack trace shows the caller")
                      .anyMatch(f -> f.getClassName().equals(getClass().getName())));
    }
  }

  // Many texts

  @Test
  void classifyAll_manyTexts_keepsOrderAndRespectsMaxBatch() {
    ScriptedEngine engine = ScriptedEngine.quick();
    try (SentimentClassifier classifier = over(engine).contexts(3).maxBatch(7).build()) {
      List<SentimentOutcome> outcomes = classifier.classifyAll(numbered(1000));

      assertThat(outcomes.stream().map(o -> o.orThrow().tokens()).toList())
          .isEqualTo(IntStream.range(0, 1000).boxed().toList());
      assertThat(engine.batches).allMatch(batch -> batch.size() <= 7);
      assertThat(engine.seen()).hasSize(1000).doesNotHaveDuplicates();
    }
  }

  @Test
  void classifyAll_badTextsAmongGoodOnes_failAlone() {
    ScriptedEngine engine =
        new ScriptedEngine(
            (texts, c) ->
                new BatchScores(
                    texts.stream()
                        .map(
                            text ->
                                text.contains("rejected")
                                    ? new TextScore.Rejected(ErrorCode.TEXT_TOO_LONG, "long")
                                    : ScriptedEngine.answer(text))
                        .toList(),
                    1,
                    1));
    try (SentimentClassifier classifier = open(engine)) {
      List<SentimentOutcome> outcomes =
          classifier.classifyAll(
              Arrays.asList("good :1", null, " ", "\uDC00", "rejected", "bad :5"));

      assertThat(codes(outcomes))
          .containsExactly(
              null,
              ErrorCode.EMPTY_TEXT,
              ErrorCode.EMPTY_TEXT,
              ErrorCode.INVALID_TEXT,
              ErrorCode.TEXT_TOO_LONG,
              null);
      assertThat(outcomes.get(0).orThrow().label()).isEqualTo(Sentiment.POSITIVE);
      assertThat(outcomes.get(5).orThrow().label()).isEqualTo(Sentiment.NEGATIVE);
    }
  }

  @Test
  void scoreAll_badTextsAmongGoodOnes_givesWhatTheEngineGaveAndFailsAlone() {
    ScriptedEngine engine = ScriptedEngine.quick();
    engine.profile =
        new ModelProfile(
            PromptTemplate.DEFAULT,
            LabelWords.ENGLISH,
            new Calibration(2, 1, 0, 0),
            OptionalDouble.empty());
    try (SentimentClassifier classifier = open(engine)) {
      List<TextScore> scores = classifier.scoreAll(Arrays.asList("good :7", null, "bad"));

      TextScore.Scored good = (TextScore.Scored) scores.get(0);
      assertThat(good.tokens()).isEqualTo(7);
      assertThat(Calibration.NONE.apply(good)[0]).isEqualTo(0.8, within(1e-6));
      assertThat(((TextScore.Rejected) scores.get(1)).code()).isEqualTo(ErrorCode.EMPTY_TEXT);
      assertThat(classifier.info().profile().calibration().apply(good)[0])
          .isEqualTo(classifier.classify("good :7").positive());
      assertThat(scores).hasSize(3);
    }
  }

  @Test
  void classifyAll_noTextsOrOnlyBadOnes_doesNotAskTheEngine() {
    ScriptedEngine engine = ScriptedEngine.quick();
    try (SentimentClassifier classifier = open(engine)) {
      assertThat(classifier.classifyAll(List.of())).isEmpty();
      assertThat(codes(classifier.classifyAll(Arrays.asList(null, ""))))
          .containsExactly(ErrorCode.EMPTY_TEXT, ErrorCode.EMPTY_TEXT);
      assertThat(engine.batches).isEmpty();
    }
  }

  @Test
  void classifyAll_whileItRuns_takesTurnsWithSingleTexts() throws Exception {
    Gate gate = new Gate();
    ScriptedEngine engine = new ScriptedEngine(gate);
    try (SentimentClassifier classifier = over(engine).maxBatch(4).build()) {
      Future<List<SentimentOutcome>> bulk =
          threads.submit(() -> classifier.classifyAll(numbered(40)));
      gate.awaitBatch();
      CompletableFuture<SentimentResult> single = classifier.classifyAsync("single");
      gate.open();

      assertThat(bulk.get()).allMatch(SentimentOutcome.Success.class::isInstance);
      single.get();
      assertThat(engine.batches.get(1)).contains("single");
    }
  }

  @Test
  void classifyAll_whileSingleTextsFillTheQueue_isNeverBusy() throws Exception {
    Gate gate = new Gate();
    ScriptedEngine engine = new ScriptedEngine(gate);
    try (SentimentClassifier classifier = over(engine).maxPending(2).maxBatch(1).build()) {
      CompletableFuture<SentimentResult> running = classifier.classifyAsync("running");
      gate.awaitBatch();
      CompletableFuture<SentimentResult> first = classifier.classifyAsync("first");
      CompletableFuture<SentimentResult> second = classifier.classifyAsync("second");
      FutureTask<List<SentimentOutcome>> bulk =
          new FutureTask<>(() -> classifier.classifyAll(numbered(10)));
      Thread caller = new Thread(bulk);
      caller.start();
      while (caller.getState() != Thread.State.WAITING) { // in line, behind the single texts
        assertThat(bulk).isNotDone();
        Thread.onSpinWait();
      }
      assertThat(failureOf(classifier.classifyAsync("third")).code()).isEqualTo(ErrorCode.BUSY);
      gate.open();

      assertThat(bulk.get()).allMatch(SentimentOutcome.Success.class::isInstance);
      assertThat(List.of(running, first, second)).allSatisfy(CompletableFuture::get);
    }
  }

  // Callers together

  @Test
  void classifyAsync_textsThatWaitTogether_areOneBatch() throws Exception {
    Gate gate = new Gate();
    ScriptedEngine engine = new ScriptedEngine(gate);
    List<BatchEvent> events = new CopyOnWriteArrayList<>();
    try (SentimentClassifier classifier =
        over(engine)
            .maxBatch(8)
            .listener(
                new ClassifierListener() {
                  @Override
                  public void onBatch(BatchEvent event) {
                    events.add(event);
                  }
                })
            .build()) {
      CompletableFuture<SentimentResult> first = classifier.classifyAsync("first");
      gate.awaitBatch();
      List<CompletableFuture<SentimentResult>> others =
          numbered(10).stream().map(classifier::classifyAsync).toList();
      gate.open();

      assertThat(first.get().label()).isEqualTo(Sentiment.NEUTRAL);
      for (int i = 0; i < others.size(); i++) {
        assertThat(others.get(i).get().tokens()).isEqualTo(i);
      }
      assertThat(engine.batches)
          .containsExactly(
              List.of("first"), numbered(10).subList(0, 8), numbered(10).subList(8, 10));
      assertThat(events).extracting(BatchEvent::texts).containsExactly(1, 8, 2);
      assertThat(events).extracting(BatchEvent::pending).containsExactly(0, 2, 0);
      assertThat(events).extracting(BatchEvent::tokens).containsExactly(10L, 80L, 20L);
      assertThat(events).extracting(BatchEvent::engineTime).containsOnly(Duration.ofMillis(1));
      assertThat(events).extracting(BatchEvent::longestWait).allMatch(d -> !d.isNegative());
    }
  }

  @Test
  void classify_from64Threads_givesEveryoneTheirOwnAnswer() throws Exception {
    ScriptedEngine engine = ScriptedEngine.quick();
    try (SentimentClassifier classifier = over(engine).contexts(4).maxBatch(16).build()) {
      CyclicBarrier start = new CyclicBarrier(64);
      List<Future<?>> callers = new ArrayList<>();
      for (int caller = 0; caller < 64; caller++) {
        int base = caller * 1000;
        callers.add(
            threads.submit(
                (Callable<Void>)
                    () -> {
                      start.await();
                      for (int i = 0; i < 100; i++) {
                        assertThat(classifier.classify("text :" + (base + i)).tokens())
                            .isEqualTo(base + i);
                      }
                      return null;
                    }));
      }
      for (Future<?> caller : callers) {
        caller.get();
      }
      assertThat(engine.seen()).hasSize(6400).doesNotHaveDuplicates();
      assertThat(engine.mostRunning).hasValueLessThanOrEqualTo(4);
    }
  }

  @Test
  void classify_moreWaitingThanMaxPending_isBusy() throws Exception {
    Gate gate = new Gate();
    List<ErrorCode> failures = new CopyOnWriteArrayList<>();
    try (SentimentClassifier classifier =
        over(new ScriptedEngine(gate)).maxPending(2).listener(failureListener(failures)).build()) {
      List<CompletableFuture<SentimentResult>> accepted = new ArrayList<>();
      accepted.add(classifier.classifyAsync("running"));
      gate.awaitBatch();
      accepted.add(classifier.classifyAsync("first"));
      accepted.add(classifier.classifyAsync("second"));

      assertThatThrownBy(() -> classifier.classify("third"))
          .hasMessageContaining("2 texts are waiting already, as many as maxPending allows")
          .hasMessageContaining("[BUSY, see " + ErrorCode.BUSY.page() + "]");
      CompletableFuture<SentimentResult> refused = classifier.classifyAsync("fourth");
      assertThat(refused).isCompletedExceptionally();
      assertThat(failureOf(refused).code()).isEqualTo(ErrorCode.BUSY);

      accepted.get(1).cancel(false);
      accepted.set(1, classifier.classifyAsync("takes the place"));
      gate.open();
      assertThat(accepted).allSatisfy(CompletableFuture::get);
      assertThat(failures).containsExactly(ErrorCode.BUSY, ErrorCode.BUSY, ErrorCode.CANCELLED);
    }
  }

  // Deadlines, cancellation, interrupts

  @Test
  void classify_engineSlowerThanTheDeadline_returnsAtTheDeadlineAndStopsTheEngine()
      throws Exception {
    Gate gate = new Gate();
    try (SentimentClassifier classifier = over(new ScriptedEngine(gate)).deadline(SHORT).build()) {
      assertThatThrownBy(() -> classifier.classify("slow"))
          .hasMessageContaining("No result within the deadline of PT0.05S")
          .hasMessageContaining("DEADLINE_EXCEEDED");
      gate.awaitCancelled();
    }
  }

  @Test
  void classify_engineThatCannotBeStopped_stillReturnsAtTheDeadline() throws Exception {
    Gate gate = Gate.deaf();
    ScriptedEngine engine = new ScriptedEngine(gate);
    try (SentimentClassifier classifier = over(engine).deadline(SHORT).build()) {
      assertFails(ErrorCode.DEADLINE_EXCEEDED, () -> classifier.classify("slow"));
      assertFails(ErrorCode.DEADLINE_EXCEEDED, () -> classifier.classify("behind it"));
      assertThat(failureOf(classifier.classifyAsync("also")).code())
          .isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
      gate.open();
    }
    assertThat(engine.seen()).as("expired texts are not evaluated").containsExactly("slow");
  }

  @Test
  void classifyAll_deadline_keepsWhatWasReady() throws Exception {
    Gate gate = new Gate();
    ScriptedEngine engine =
        new ScriptedEngine(
            (texts, c) ->
                texts.contains("item :2") ? gate.score(texts, c) : ScriptedEngine.answers(texts));
    try (SentimentClassifier classifier = over(engine).maxBatch(2).deadline(SHORT).build()) {
      List<SentimentOutcome> outcomes = classifier.classifyAll(numbered(6));

      // No text is ready on a machine that stalls for the whole deadline. The rest always fails.
      assertThat(codes(outcomes).subList(2, 6)).containsOnly(ErrorCode.DEADLINE_EXCEEDED);
      assertThat(codes(outcomes).subList(0, 2)).isSubsetOf(null, ErrorCode.DEADLINE_EXCEEDED);
      assertThat(engine.seen()).doesNotContain("item :4", "item :5");
    }
  }

  @Test
  void cancel_waitingFuture_takesTheTextOutOfTheQueue() throws Exception {
    Gate gate = new Gate();
    ScriptedEngine engine = new ScriptedEngine(gate);
    try (SentimentClassifier classifier = open(engine)) {
      CompletableFuture<SentimentResult> running = classifier.classifyAsync("running");
      gate.awaitBatch();
      CompletableFuture<SentimentResult> cancelled = classifier.classifyAsync("cancelled");
      CompletableFuture<SentimentResult> kept = classifier.classifyAsync("kept");
      assertThat(cancelled.cancel(true)).isTrue();
      gate.open();

      running.get();
      kept.get();
      assertThat(cancelled).isCancelled();
      assertThat(engine.batches).containsExactly(List.of("running"), List.of("kept"));
    }
  }

  @Test
  void cancel_theOnlyTextThatRuns_stopsTheEngineAndFreesIt() throws Exception {
    Gate gate = new Gate();
    try (SentimentClassifier classifier = open(new ScriptedEngine(gate))) {
      CompletableFuture<SentimentResult> future = classifier.classifyAsync("running");
      gate.awaitBatch();
      future.cancel(true);
      gate.awaitCancelled();
      gate.open();

      assertThat(classifier.classify("next :3").tokens()).isEqualTo(3);
    }
  }

  @Test
  void cancel_oneOfTwoTextsThatRun_doesNotDisturbTheOther() throws Exception {
    Gate first = new Gate();
    Gate second = new Gate();
    ScriptedEngine engine =
        new ScriptedEngine(
            (texts, c) -> (texts.contains("first") ? first : second).score(texts, c));
    try (SentimentClassifier classifier = open(engine)) {
      CompletableFuture<SentimentResult> running = classifier.classifyAsync("first");
      first.awaitBatch();
      CompletableFuture<SentimentResult> cancelled = classifier.classifyAsync("cancelled");
      CompletableFuture<SentimentResult> kept = classifier.classifyAsync("kept :5");
      first.open();
      second.awaitBatch();
      assertThat(engine.batches.get(1)).containsExactly("cancelled", "kept :5");
      cancelled.cancel(true);
      second.open();

      assertThat(kept.get().tokens()).isEqualTo(5);
      assertThat(running.get().tokens()).isEqualTo(1);
    }
  }

  @Test
  void classify_interruptedCaller_failsKeepsTheFlagAndIsNotEvaluated() throws Exception {
    Gate gate = new Gate();
    ScriptedEngine engine = new ScriptedEngine(gate);
    try (SentimentClassifier classifier = open(engine)) {
      CompletableFuture<SentimentResult> running = classifier.classifyAsync("running");
      gate.awaitBatch();
      AtomicReference<SentimentException> thrown = new AtomicReference<>();
      AtomicReference<Boolean> flag = new AtomicReference<>();
      Thread caller =
          new Thread(
              () -> {
                try {
                  classifier.classify("interrupted");
                } catch (SentimentException e) {
                  thrown.set(e);
                  flag.set(Thread.currentThread().isInterrupted());
                }
              });
      caller.start();
      caller.interrupt();
      caller.join();
      gate.open();
      running.get();
      classifier.classify("after");

      assertThat(thrown.get().code()).isEqualTo(ErrorCode.INTERRUPTED);
      assertThat(flag.get()).isTrue();
      assertThat(engine.seen()).containsExactly("running", "after");
    }
  }

  @Test
  void classifyAsync_callbackThatClassifies_doesNotHoldUpTheWorker() throws Exception {
    try (SentimentClassifier classifier = open(ScriptedEngine.quick())) {
      CompletableFuture<SentimentResult> chained =
          classifier
              .classifyAsync("first")
              .thenApply(result -> classifier.classify("good " + result.label()));

      assertThat(chained.get(30, TimeUnit.SECONDS).label()).isEqualTo(Sentiment.POSITIVE);
    }
  }

  @Test
  void classifyAsync_executor_completesTheFutureThere() throws Exception {
    Gate gate = new Gate();
    List<Runnable> tasks = new CopyOnWriteArrayList<>();
    CountDownLatch handedOver = new CountDownLatch(1);
    Executor executor =
        task -> {
          tasks.add(task);
          handedOver.countDown();
        };
    try (SentimentClassifier classifier =
        over(new ScriptedEngine(gate)).executor(executor).build()) {
      CompletableFuture<SentimentResult> future = classifier.classifyAsync("good");
      gate.awaitBatch();
      gate.open();
      handedOver.await();

      assertThat(future).isNotDone();
      tasks.forEach(Runnable::run);
      assertThat(future.getNow(null).label()).isEqualTo(Sentiment.POSITIVE);
    }
  }

  @Test
  void classifyAsync_executorThatRejects_stillCompletes() throws Exception {
    Gate gate = new Gate();
    Executor full =
        task -> {
          throw new RejectedExecutionException("full");
        };
    try (SentimentClassifier classifier = over(new ScriptedEngine(gate)).executor(full).build()) {
      CompletableFuture<SentimentResult> future = classifier.classifyAsync("good");
      gate.awaitBatch();
      gate.open();

      assertThat(future.get(30, TimeUnit.SECONDS).label()).isEqualTo(Sentiment.POSITIVE);
    }
  }

  @Test
  void classify_contextCancelledBetweenBatches_isRepeatedAndSucceeds() {
    AtomicInteger calls = new AtomicInteger();
    ScriptedEngine engine =
        new ScriptedEngine(
            (texts, c) -> {
              if (calls.incrementAndGet() == 1) { // a request that came after the batch before
                throw new SentimentException(ErrorCode.CANCELLED, "The batch was cancelled");
              }
              return ScriptedEngine.answers(texts);
            });
    try (SentimentClassifier classifier = open(engine)) {
      assertThat(classifier.classify("good").label()).isEqualTo(Sentiment.POSITIVE);
      assertThat(calls).hasValue(2);
    }
  }

  @Test
  void classifyAsync_failures_areTheExceptionItself() throws Exception {
    try (SentimentClassifier classifier = open(ScriptedEngine.quick())) {
      AtomicReference<Throwable> seen = new AtomicReference<>();
      classifier
          .classifyAsync(" ")
          .exceptionally(
              e -> {
                seen.set(e);
                return null;
              })
          .get();
      assertThat(seen.get()).isInstanceOf(SentimentException.class);
      assertThat(failureOf(classifier.classifyAsync(null)).code()).isEqualTo(ErrorCode.EMPTY_TEXT);
    }
  }

  // Engine failures

  @Test
  void classifyAsync_engineThrows_failsThatBatchOnlyAndEachCallerGetsAnExceptionOfItsOwn()
      throws Exception {
    Gate gate = new Gate();
    IllegalStateException broken = new IllegalStateException("broken pipe");
    ScriptedEngine engine =
        new ScriptedEngine(
            (texts, c) -> {
              if (texts.get(0).startsWith("poison")) {
                throw broken;
              }
              return gate.score(texts, c);
            });
    try (SentimentClassifier classifier = over(engine).maxBatch(2).build()) {
      CompletableFuture<SentimentResult> before = classifier.classifyAsync("before");
      gate.awaitBatch();
      CompletableFuture<SentimentResult> first = classifier.classifyAsync("poison 1");
      CompletableFuture<SentimentResult> second = classifier.classifyAsync("poison 2");
      CompletableFuture<SentimentResult> after = classifier.classifyAsync("after");
      gate.open();

      SentimentException one = failureOf(first);
      SentimentException two = failureOf(second);
      assertThat(one).isNotSameAs(two);
      assertThat(List.of(one, two))
          .allSatisfy(
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.ENGINE_FAILED);
                assertThat(e).hasMessageContaining("broken pipe").hasCause(broken);
              });
      before.get();
      after.get();
    }
  }

  @Test
  void classify_errorInTheEngine_failsTheCallAndTheWorkerGoesOn() {
    ScriptedEngine engine =
        new ScriptedEngine(
            (texts, c) -> {
              if (texts.contains("huge")) {
                throw new OutOfMemoryError("scripted");
              }
              return ScriptedEngine.answers(texts);
            });
    try (SentimentClassifier classifier = open(engine)) {
      assertThatThrownBy(() -> classifier.classify("huge"))
          .isInstanceOf(SentimentException.class)
          .hasMessageContaining("OutOfMemoryError: scripted")
          .hasCauseInstanceOf(OutOfMemoryError.class);
      assertThat(classifier.classify("good").label()).isEqualTo(Sentiment.POSITIVE);
    }
  }

  @Test
  void classify_errorThatCannotEvenBeDescribed_stillEndsTheCall() {
    class Hopeless extends Error {
      private static final long serialVersionUID = 1;

      @Override
      public String getMessage() {
        throw new OutOfMemoryError("no memory for a message");
      }
    }
    ScriptedEngine engine =
        new ScriptedEngine(
            (texts, c) -> {
              if (texts.contains("huge")) {
                throw new Hopeless();
              }
              return ScriptedEngine.answers(texts);
            });
    try (SentimentClassifier classifier = open(engine)) {
      assertThatThrownBy(() -> classifier.classify("huge"))
          .isInstanceOf(SentimentException.class)
          .hasMessageContaining("the memory of the JVM is exhausted");
      assertThat(classifier.classify("good").label()).isEqualTo(Sentiment.POSITIVE);
    }
  }

  @Test
  void classify_engineGivesTooFewScores_saysSo() {
    ScriptedEngine engine = new ScriptedEngine((texts, c) -> new BatchScores(List.of(), 0, 0));
    try (SentimentClassifier classifier = open(engine)) {
      assertThatThrownBy(() -> classifier.classify("text"))
          .hasMessageContaining("Expected one score for each of 1 texts, the engine gave 0")
          .hasMessageContaining("ENGINE_FAILED");
    }
  }

  // Listener

  @Test
  void listener_thatThrows_isIgnored() {
    ClassifierListener rude =
        new ClassifierListener() {
          @Override
          public void onBatch(BatchEvent event) {
            throw new IllegalStateException("expected in this test");
          }

          @Override
          public void onFailure(ErrorCode code) {
            throw new StackOverflowError("expected in this test");
          }
        };
    try (SentimentClassifier classifier = over(ScriptedEngine.quick()).listener(rude).build()) {
      assertThat(classifier.classify("good").label()).isEqualTo(Sentiment.POSITIVE);
      assertFails(ErrorCode.EMPTY_TEXT, () -> classifier.classify(""));
      assertThat(codes(classifier.classifyAll(Arrays.asList("a", null))))
          .containsExactly(null, ErrorCode.EMPTY_TEXT);
    }
  }

  private static ClassifierListener failureListener(List<ErrorCode> failures) {
    return new ClassifierListener() {
      @Override
      public void onFailure(ErrorCode code) {
        failures.add(code);
      }
    };
  }

  // Closing

  @Test
  void close_whileTextsRunAndWait_failsAllOfThemAndClosesTheIdleEngineOnce() throws Exception {
    Gate gate = new Gate();
    ScriptedEngine engine = new ScriptedEngine(gate);
    SentimentClassifier classifier = over(engine).maxBatch(1).build();
    Future<SentimentResult> sync = threads.submit(() -> classifier.classify("running"));
    gate.awaitBatch();
    CompletableFuture<SentimentResult> waiting = classifier.classifyAsync("waiting");

    classifier.close();
    classifier.close();

    assertThat(failureOf(sync).code()).isEqualTo(ErrorCode.CLOSED);
    assertThat(failureOf(waiting).code()).isEqualTo(ErrorCode.CLOSED);
    assertThat(engine.closes).hasValue(1);
    assertThat(engine.closesWhileRunning).hasValue(0);
    assertThat(engine.seen()).containsExactly("running");
  }

  @Test
  void close_engineThatCannotBeStopped_isAwaitedWhileCallersAreReleased() throws Exception {
    Gate gate = Gate.deaf();
    ScriptedEngine engine = new ScriptedEngine(gate);
    SentimentClassifier classifier = open(engine);
    CompletableFuture<SentimentResult> running = classifier.classifyAsync("running");
    gate.awaitBatch();
    Future<?> closing = threads.submit(classifier::close);

    assertThat(failureOf(running).code()).isEqualTo(ErrorCode.CLOSED);
    assertThat(closing.isDone()).isFalse();
    assertThat(engine.closes).hasValue(0);
    gate.open();
    closing.get();
    assertThat(engine.closes).hasValue(1);
    assertThat(engine.closesWhileRunning).hasValue(0);
  }

  @Test
  void calls_afterClose_failWithClosed() {
    SentimentClassifier classifier = open(ScriptedEngine.quick());
    classifier.close();

    assertThatThrownBy(() -> classifier.classify("text"))
        .hasMessage(
            "The classifier is closed; open another one for further texts"
                + " [CLOSED, see "
                + ErrorCode.CLOSED.page()
                + "]");
    assertFails(ErrorCode.CLOSED, () -> classifier.classifyAll(List.of()));
    assertFails(ErrorCode.CLOSED, classifier::warmUp);
    assertThat(classifier.classifyAsync("text")).isCompletedExceptionally();
    assertThat(classifier.info().engine().engine()).isEqualTo("scripted");
  }

  @Test
  void close_fromAListener_doesNotWaitForItself() throws Exception {
    AtomicReference<SentimentClassifier> self = new AtomicReference<>();
    ScriptedEngine engine = ScriptedEngine.quick();
    SentimentClassifier classifier =
        over(engine)
            .listener(
                new ClassifierListener() {
                  @Override
                  public void onBatch(BatchEvent event) {
                    self.get().close();
                  }
                })
            .build();
    self.set(classifier);

    assertFails(ErrorCode.CLOSED, () -> classifier.classify("text"));
    classifier.close();
    assertThat(engine.closes).hasValue(1);
  }

  @Test
  void close_underLoadFromManyThreads_givesEveryCallAnAnswerOrClosed() throws Exception {
    for (int round = 0; round < 20; round++) {
      ScriptedEngine engine = ScriptedEngine.quick();
      SentimentClassifier classifier = over(engine).contexts(2).build();
      CountDownLatch busy = new CountDownLatch(8);
      List<Future<Integer>> callers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        callers.add(
            threads.submit(
                () -> {
                  int answers = 0;
                  try {
                    while (true) {
                      classifier.classify("text");
                      if (++answers == 10) {
                        busy.countDown();
                      }
                    }
                  } catch (SentimentException e) {
                    assertThat(e.code()).isEqualTo(ErrorCode.CLOSED);
                    return answers;
                  }
                }));
      }
      busy.await();
      classifier.close();
      assertThat(engine.closes).hasValue(1);
      assertThat(engine.closesWhileRunning).hasValue(0);
      for (Future<Integer> caller : callers) {
        assertThat(caller.get()).isGreaterThanOrEqualTo(10);
      }
    }
  }

  @Test
  void close_stopsTheDaemonThreadsThatItNamed() throws Exception {
    awaitWorkers(0); // of earlier tests
    SentimentClassifier classifier = over(ScriptedEngine.quick()).contexts(3).build();
    assertThat(workers())
        .allMatch(Thread::isDaemon)
        .extracting(Thread::getName)
        .containsExactlyInAnyOrder(
            "sentiment4j-worker-1", "sentiment4j-worker-2", "sentiment4j-worker-3");
    classifier.close();
    awaitWorkers(0);
  }

  private static void awaitWorkers(int count) throws InterruptedException {
    while (workers().size() != count) { // the class's time limit ends this
      Thread.sleep(1);
    }
  }

  private static List<Thread> workers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().startsWith("sentiment4j-worker-"))
        .toList();
  }

  // Warm-up

  @Test
  void warmUp_severalContexts_usesAllOfThemAtTheSameTime() {
    CyclicBarrier all = new CyclicBarrier(3);
    ScriptedEngine engine =
        new ScriptedEngine(
            (texts, c) -> {
              try {
                all.await(30, TimeUnit.SECONDS); // breaks unless three calls run at once
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
              return ScriptedEngine.answers(texts);
            });
    try (SentimentClassifier classifier = over(engine).contexts(3).build()) {
      assertThatCode(classifier::warmUp).doesNotThrowAnyException();
      assertThat(engine.batches).hasSize(6);
    }
  }

  @Test
  void warmUp_anyEngine_runsTwiceOnEveryWorker() {
    List<String> workers = new CopyOnWriteArrayList<>();
    ScriptedEngine engine =
        new ScriptedEngine(
            (texts, c) -> {
              workers.add(Thread.currentThread().getName());
              return ScriptedEngine.answers(texts);
            });
    try (SentimentClassifier classifier = over(engine).contexts(3).build()) {
      classifier.warmUp();

      assertThat(workers)
          .containsExactlyInAnyOrder(
              "sentiment4j-worker-1",
              "sentiment4j-worker-1",
              "sentiment4j-worker-2",
              "sentiment4j-worker-2",
              "sentiment4j-worker-3",
              "sentiment4j-worker-3");
    }
  }

  @Test
  void warmUp_brokenModel_throwsWhatTheEngineSays() {
    ScriptedEngine engine =
        new ScriptedEngine(
            (texts, c) ->
                new BatchScores(
                    texts.stream()
                        .<TextScore>map(
                            t -> new TextScore.Rejected(ErrorCode.SCORES_NOT_FINITE, "NaN"))
                        .toList(),
                    0,
                    0));
    try (SentimentClassifier classifier = open(engine)) {
      assertFails(ErrorCode.SCORES_NOT_FINITE, classifier::warmUp);
    }
  }

  @Test
  void warmUp_closedMeanwhile_failsWithClosed() throws Exception {
    Gate gate = new Gate();
    SentimentClassifier classifier = over(new ScriptedEngine(gate)).contexts(2).build();
    CompletableFuture<SentimentResult> running = classifier.classifyAsync("running");
    gate.awaitBatch();
    Future<?> warmingUp = threads.submit(classifier::warmUp);
    classifier.close();

    assertThat(failureOf(warmingUp).code()).isEqualTo(ErrorCode.CLOSED);
    assertThat(failureOf(running).code()).isEqualTo(ErrorCode.CLOSED);
  }

  // Leaks

  @Test
  void cleaner_classifierNeverClosed_reportsAndFreesIt() throws Exception {
    Logger logger = Logger.getLogger(SentimentClassifier.class.getName());
    BlockingQueue<LogRecord> records = new LinkedBlockingQueue<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            records.add(record);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    try {
      ScriptedEngine forgotten = ScriptedEngine.quick();
      over(forgotten).model(Path.of("forgotten.gguf")).build();
      over(ScriptedEngine.quick()).model(Path.of("closed.gguf")).build().close();
      LogRecord report = null;
      for (int i = 0; i < 100 && report == null; i++) {
        System.gc();
        report = records.poll(100, TimeUnit.MILLISECONDS);
      }
      assertThat(report).isNotNull();
      assertThat(report.getMessage()).contains("never closed");
      assertThat(report.getParameters()).containsExactly("forgotten.gguf");
      for (int i = 0; i < 100 && forgotten.closes.get() == 0; i++) {
        Thread.sleep(100);
      }
      assertThat(forgotten.closes).hasValue(1);
    } finally {
      logger.removeHandler(handler);
    }
  }
}
