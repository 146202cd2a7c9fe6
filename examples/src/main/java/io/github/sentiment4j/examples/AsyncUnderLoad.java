package io.github.sentiment4j.examples;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.core.SentimentResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Submits more texts than the model can take at once, from many threads: {@code AsyncUnderLoad
 * [MODEL]}. Few texts may wait. A caller that finds no room gets {@code BUSY} at once and slows
 * down. A text that waits has a result before the deadline, or fails at the deadline.
 */
public final class AsyncUnderLoad {
  private static final int CALLERS = 8;
  private static final int TEXTS_PER_CALLER = 8;

  private final SentimentClassifier classifier;
  private final AtomicInteger refusals = new AtomicInteger();

  private AsyncUnderLoad(SentimentClassifier classifier) {
    this.classifier = classifier;
  }

  /**
   * Runs the example.
   *
   * @throws InterruptedException if interrupted
   * @throws ExecutionException if a caller fails
   */
  public static void main(String[] args) throws InterruptedException, ExecutionException {
    try (SentimentClassifier classifier =
        Model.of(args, 0).maxPending(16).deadline(Duration.ofSeconds(30)).build()) {
      classifier.warmUp();
      new AsyncUnderLoad(classifier).run();
    }
  }

  private void run() throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
    try {
      List<Future<List<CompletableFuture<SentimentResult>>>> callers =
          IntStream.range(0, CALLERS).mapToObj(c -> threads.submit(() -> submitAll(c))).toList();
      Map<String, Integer> endings = new TreeMap<>();
      for (Future<List<CompletableFuture<SentimentResult>>> caller : callers) {
        for (CompletableFuture<SentimentResult> result : caller.get()) {
          endings.merge(ending(result), 1, Integer::sum);
        }
      }
      System.out.printf(
          Locale.ROOT,
          "%d texts: %s; found no room %d times%n",
          CALLERS * TEXTS_PER_CALLER,
          endings,
          refusals.get());
    } finally {
      threads.shutdown();
    }
  }

  private List<CompletableFuture<SentimentResult>> submitAll(int caller)
      throws InterruptedException {
    List<CompletableFuture<SentimentResult>> results = new ArrayList<>();
    for (int i = 0; i < TEXTS_PER_CALLER; i++) {
      String text = "Company " + caller + " raises its dividend by " + (i + 2) + " percent";
      CompletableFuture<SentimentResult> result = classifier.classifyAsync(text);
      while (failure(result).equals(Optional.of(ErrorCode.BUSY))) {
        refusals.incrementAndGet();
        slowDown(results);
        result = classifier.classifyAsync(text);
      }
      results.add(result);
    }
    return results;
  }

  /** Waits for an earlier text of this caller; if all are done, sleeps briefly. */
  private static void slowDown(List<CompletableFuture<SentimentResult>> results)
      throws InterruptedException {
    for (CompletableFuture<SentimentResult> result : results) {
      if (!result.isDone()) {
        ending(result);
        return;
      }
    }
    Thread.sleep(10);
  }

  private static String ending(CompletableFuture<SentimentResult> result)
      throws InterruptedException {
    try {
      return result.get().label().name();
    } catch (ExecutionException e) {
      return failure(result).orElseThrow().name();
    }
  }

  /** Returns the reason why a text has no result; empty if it has one or is still open. */
  private static Optional<ErrorCode> failure(CompletableFuture<SentimentResult> result) {
    if (!result.isCompletedExceptionally()) {
      return Optional.empty();
    }
    return Optional.of(((SentimentException) result.handle((r, e) -> e).join()).code());
  }
}
