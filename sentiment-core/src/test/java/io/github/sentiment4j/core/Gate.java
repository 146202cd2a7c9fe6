package io.github.sentiment4j.core;

import io.github.sentiment4j.core.ScoringContext.BatchScores;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A script that holds every batch until the test opens the gate or, unless the gate is deaf, until
 * the batch is cancelled.
 */
final class Gate implements ScriptedEngine.Script {
  private static final long PATIENCE_SECONDS = 30;

  private final Semaphore entered = new Semaphore(0);
  private final CountDownLatch open = new CountDownLatch(1);
  private final Semaphore cancelled = new Semaphore(0);
  private final boolean deaf;

  Gate() {
    this(false);
  }

  private Gate(boolean deaf) {
    this.deaf = deaf;
  }

  /** Returns a gate that ignores cancellation, like an engine that cannot stop a call. */
  static Gate deaf() {
    return new Gate(true);
  }

  /** Waits until another batch is in the engine. */
  void awaitBatch() throws InterruptedException {
    require(entered.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS), "no batch came");
  }

  /** Waits until another batch was cancelled. */
  void awaitCancelled() throws InterruptedException {
    require(cancelled.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS), "nothing was cancelled");
  }

  /** Lets all present and later batches pass. */
  void open() {
    open.countDown();
  }

  @Override
  public BatchScores score(List<String> texts, ScriptedEngine.Request request) {
    CountDownLatch stop = new CountDownLatch(1);
    request.onCancel(
        () -> {
          cancelled.release();
          stop.countDown();
        });
    entered.release();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    try {
      while (!open.await(1, TimeUnit.MILLISECONDS)) {
        if (!deaf && stop.getCount() == 0) {
          throw new SentimentException(ErrorCode.CANCELLED, "The batch was cancelled");
        }
        require(System.nanoTime() < end, "the gate was never opened");
      }
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts a worker", e);
    }
    return ScriptedEngine.answers(texts);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new AssertionError(message);
    }
  }
}
