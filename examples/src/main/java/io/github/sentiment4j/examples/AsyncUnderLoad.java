package io.github.sentiment4j.examples;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.core.SentimentResult;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * More texts than the model can take at once, from many threads: {@code AsyncUnderLoad [MODEL]}.
 * Few texts may wait, so that a caller learns at once that it has to slow down ({@code BUSY}) and
 * no text waits for longer than the deadline.
 */
public final class AsyncUnderLoad {
  private static final int CALLERS = 8;
  private static final int TEXTS_PER_CALLER = 32;
  private static final long PAUSE_MILLIS = 20;

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
        SentimentClassifier.builder()
            .model(ModelFile.of(args))
            .maxPending(16)
            .deadline(Duration.ofSeconds(5))
            .build()) {
      classifier.warmUp();
      new AsyncUnderLoad(classifier).run();
    }
  }

  private void run() throws InterruptedException, ExecutionException {
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try {
      List<Future<List<CompletableFuture<String>>>> submissions =
          IntStream.range(0, CALLERS).mapToObj(c -> callers.submit(() -> submitAll(c))).toList();
      Map<String, Integer> counts = new TreeMap<>();
      for (Future<List<CompletableFuture<String>>> submission : submissions) {
        for (CompletableFuture<String> ending : submission.get()) {
          counts.merge(ending.get(), 1, Integer::sum);
        }
      }
      System.out.printf(
          Locale.ROOT,
          "%d texts: %s; %d refusals, each tried again%n",
          CALLERS * TEXTS_PER_CALLER,
          counts,
          refusals.get());
    } finally {
      callers.shutdown();
    }
  }

  private List<CompletableFuture<String>> submitAll(int caller) {
    return IntStream.range(0, TEXTS_PER_CALLER)
        .mapToObj(i -> submit("Company " + caller + " raises its dividend by " + i + " percent"))
        .map(result -> result.handle(AsyncUnderLoad::describe))
        .toList();
  }

  /** Tries again after a pause for as long as the classifier is busy. */
  private CompletableFuture<SentimentResult> submit(String text) {
    return classifier
        .classifyAsync(text)
        .exceptionallyCompose(
            failure -> {
              if (codeOf(failure) != ErrorCode.BUSY) {
                return CompletableFuture.failedFuture(failure);
              }
              refusals.incrementAndGet();
              return CompletableFuture.supplyAsync(
                      () -> submit(text),
                      CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS))
                  .thenCompose(Function.identity());
            });
  }

  private static String describe(SentimentResult result, Throwable failure) {
    return failure == null ? result.label().name() : codeOf(failure).name();
  }

  private static ErrorCode codeOf(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof SentimentException e) {
      return e.code();
    }
    throw new CompletionException(cause);
  }
}
