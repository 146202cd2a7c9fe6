package io.github.sentiment4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests of callers that wait for room: one text is in the engine and one in line. */
@NullUnmarked
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class OverloadPolicyTest {
  private Gate gate = new Gate();
  private ScriptedEngine engine = new ScriptedEngine(gate);
  private final List<Integer> pending = new CopyOnWriteArrayList<>();
  private final List<Caller<?>> callers = new ArrayList<>();
  private SentimentClassifier classifier;
  private CompletableFuture<SentimentResult> running;
  private CompletableFuture<SentimentResult> first;

  /** The outcome of a call on another thread, and the interrupt flag of that thread at its end. */
  private static final class Caller<T> extends Thread {
    private final Supplier<T> call;
    private volatile T result;
    private volatile RuntimeException thrown;
    private volatile boolean flag;

    Caller(Supplier<T> call) {
      this.call = call;
    }

    @Override
    public void run() {
      try {
        result = call.get();
      } catch (RuntimeException e) {
        thrown = e;
      }
      flag = Thread.currentThread().isInterrupted();
    }

    T result() throws InterruptedException {
      join();
      assertThat(thrown).isNull();
      return result;
    }

    ErrorCode code() throws InterruptedException {
      join();
      assertThat(thrown).isInstanceOf(SentimentException.class);
      return ((SentimentException) thrown).code();
    }
  }

  @BeforeEach
  void fill() throws InterruptedException {
    open(builder());
  }

  private SentimentClassifier.Builder builder() {
    return SentimentClassifier.builder()
        .engine(engine)
        .threads(1)
        .maxPending(1)
        .maxBatch(1)
        .overloadPolicy(OverloadPolicy.BLOCK)
        .listener(
            new ClassifierListener() {
              @Override
              public void onBatch(BatchEvent event) {
                pending.add(event.pending());
              }
            });
  }

  private void open(SentimentClassifier.Builder builder) throws InterruptedException {
    close();
    classifier = builder.build();
    running = classifier.classifyAsync("running");
    gate.awaitBatch();
    first = classifier.classifyAsync("first");
  }

  @AfterEach
  void close() throws InterruptedException {
    if (classifier != null) {
      classifier.close();
    }
    for (Caller<?> caller : callers) {
      caller.join();
    }
  }

  /** Starts a thread that classifies a text, and returns when that thread waits. */
  private <T> Caller<T> waiting(Supplier<T> call) {
    Caller<T> caller = new Caller<>(call);
    callers.add(caller);
    caller.start();
    while (caller.getState() != Thread.State.WAITING
        && caller.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    return caller;
  }

  private Caller<SentimentResult> waitingFor(String text) {
    return waiting(() -> classifier.classify(text));
  }

  private Caller<CompletableFuture<SentimentResult>> waitingToHandOver(String text) {
    return waiting(() -> classifier.classifyAsync(text));
  }

  private static ErrorCode code(CompletableFuture<SentimentResult> future) {
    try {
      future.join();
    } catch (CompletionException e) {
      return ((SentimentException) e.getCause()).code();
    }
    throw new AssertionError("expected a failure");
  }

  @Test
  void classify_noRoom_waitsItsTurnInOrderOfArrival() throws Exception {
    Caller<SentimentResult> second = waitingFor("second");
    Caller<CompletableFuture<SentimentResult>> third = waitingToHandOver("third");
    Caller<SentimentResult> fourth = waitingFor("good fourth");
    gate.open();

    assertThat(fourth.result().label()).isEqualTo(Sentiment.POSITIVE);
    assertThat(third.result().join().label()).isEqualTo(Sentiment.NEUTRAL);
    assertThat(second.result().label()).isEqualTo(Sentiment.NEUTRAL);
    assertThat(List.of(running, first)).allSatisfy(CompletableFuture::join);
    assertThat(engine.seen()).containsExactly("running", "first", "second", "third", "good fourth");
    assertThat(pending).containsExactly(0, 3, 2, 1, 0);
  }

  @Test
  void classifyAsync_noRoom_returnsAsSoonAsThereIsSome() throws Exception {
    Caller<CompletableFuture<SentimentResult>> second = waitingToHandOver("second");
    first.cancel(false);

    CompletableFuture<SentimentResult> result = second.result();
    assertThat(result).isNotDone();
    gate.open();
    assertThat(result.join().label()).isEqualTo(Sentiment.NEUTRAL);
    assertThat(engine.seen()).containsExactly("running", "second");
  }

  @Test
  void classifyAll_noRoom_doesNotWaitOutside() throws Exception {
    Caller<SentimentResult> second = waitingFor("second");
    Caller<List<SentimentOutcome>> all = waiting(() -> classifier.classifyAll(List.of("a", "b")));
    gate.open();

    assertThat(all.result()).allMatch(SentimentOutcome.Success.class::isInstance);
    second.result();
    assertThat(engine.seen()).containsExactly("running", "first", "a", "second", "b");
  }

  @Test
  void classify_deadlineWhileItWaitsForRoom_failsAndIsNeverEvaluated() throws Exception {
    gate = Gate.deaf(); // keeps the engine busy until the deadline of the last text is over
    engine = new ScriptedEngine(gate);
    open(builder().deadline(Duration.ofMillis(50)));

    Caller<SentimentResult> second = waitingFor("second");
    assertThat(second.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
    assertThat(code(classifier.classifyAsync("third"))).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
    gate.open();
    assertThat(List.of(running, first))
        .allSatisfy(future -> assertThat(code(future)).isEqualTo(ErrorCode.DEADLINE_EXCEEDED));
    classifier.close();
    assertThat(engine.seen()).containsExactly("running");
  }

  @Test
  void classify_interruptWhileItWaitsForRoom_failsWithTheFlagSet() throws Exception {
    Caller<SentimentResult> second = waitingFor("second");
    Caller<CompletableFuture<SentimentResult>> third = waitingToHandOver("third");
    second.interrupt();
    third.interrupt();

    assertThat(second.code()).isEqualTo(ErrorCode.INTERRUPTED);
    assertThat(code(third.result())).isEqualTo(ErrorCode.INTERRUPTED);
    assertThat(second.flag).isTrue();
    assertThat(third.flag).isTrue();
    gate.open();
    first.join();
    assertThat(engine.seen()).containsExactly("running", "first");
  }

  @Test
  void close_whileCallersWaitForRoom_failsThem() throws Exception {
    Caller<SentimentResult> second = waitingFor("second");
    Caller<CompletableFuture<SentimentResult>> third = waitingToHandOver("third");

    classifier.close();

    assertThat(second.code()).isEqualTo(ErrorCode.CLOSED);
    assertThat(code(third.result())).isEqualTo(ErrorCode.CLOSED);
    assertThat(code(classifier.classifyAsync("later"))).isEqualTo(ErrorCode.CLOSED);
  }

  @Test
  void classify_moreCallersThanRoom_refusesNobody() throws Exception {
    gate.open();
    ExecutorService threads = threads();
    try {
      List<Future<SentimentResult>> results =
          IntStream.range(0, 3_000)
              .mapToObj(i -> threads.submit(() -> classifier.classify("item :" + i)))
              .toList();

      for (int i = 0; i < results.size(); i++) {
        assertThat(results.get(i).get().tokens()).isEqualTo(i);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Returns an executor of virtual threads where the JDK has them, else of 100 threads. */
  private static ExecutorService threads()
      throws IllegalAccessException, InvocationTargetException {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (NoSuchMethodException e) {
      return Executors.newFixedThreadPool(100);
    }
  }
}
