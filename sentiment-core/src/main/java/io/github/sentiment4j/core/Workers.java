package io.github.sentiment4j.core;

import io.github.sentiment4j.core.ClassifierListener.BatchEvent;
import io.github.sentiment4j.core.spi.BatchScores;
import io.github.sentiment4j.core.spi.ScoringEngine;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** The threads that take batches from the queue to the engine, one for each context. */
final class Workers {
  /** Native code runs on these threads; the default of some platforms is under 1 MiB. */
  private static final long STACK_BYTES = 8L << 20;

  /** Made beforehand: when memory is out, there may be none for telling so. */
  private static final Ending.Failed LAST_RESORT =
      new Ending.Failed(
          ErrorCode.ENGINE_FAILED,
          "A batch failed, and so did the attempt to say why: the memory of the JVM is exhausted;"
              + " give it more, or lower maxBatch, maxPending or contexts");

  private static final System.Logger LOG = System.getLogger(Workers.class.getName());

  private final CallQueue queue;
  private final ScoringEngine engine;
  private final ResultFactory results;
  private final ClassifierListener listener;
  private final List<Thread> threads;
  private final AtomicInteger alive;
  private final CountDownLatch terminated = new CountDownLatch(1);

  Workers(
      int contexts,
      CallQueue queue,
      ScoringEngine engine,
      ResultFactory results,
      ClassifierListener listener) {
    this.queue = queue;
    this.engine = engine;
    this.results = results;
    this.listener = listener;
    this.alive = new AtomicInteger(contexts);
    this.threads =
        IntStream.rangeClosed(1, contexts)
            .mapToObj(i -> new Thread(null, this::work, "sentiment4j-worker-" + i, STACK_BYTES))
            .toList();
  }

  /** Starts all threads, or closes queue and engine and throws. */
  void start() {
    int started = 0;
    try {
      for (Thread thread : threads) {
        thread.setDaemon(true);
        thread.start();
        started++;
      }
    } catch (Throwable t) {
      queue.close();
      for (int i = started; i < threads.size(); i++) {
        leave();
      }
      throw t;
    }
  }

  /**
   * Waits until the engine is closed, which the last worker does when the queue is. Returns at once
   * on a worker, which a listener that closes the classifier runs on.
   */
  void awaitTermination() {
    if (threads.contains(Thread.currentThread())) {
      return;
    }
    boolean interrupted = false;
    while (true) {
      try {
        terminated.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    try {
      boolean more = true;
      while (more) {
        more = workOnce();
      }
    } finally {
      leave();
    }
  }

  private boolean workOnce() {
    try {
      Task task = queue.take();
      if (task == null) {
        return false;
      }
      try {
        run(task);
      } finally {
        queue.finished(task);
      }
    } catch (Throwable t) {
      logQuietly("A worker recovered from a failure outside the engine", t);
    }
    return true;
  }

  private void run(Task task) {
    if (task instanceof WarmUp warmUp) {
      warmUp.run(engine);
    } else if (task instanceof Batch batch) {
      try {
        score(batch);
      } catch (Throwable t) {
        fail(batch, t);
      }
    }
  }

  private void score(Batch batch) {
    long longestWait = batch.longestWaitNanos();
    BatchScores scores = engine.score(batch.texts(), batch.cancellation());
    if (scores.texts().size() != batch.size()) {
      throw new SentimentException(
          ErrorCode.ENGINE_FAILED,
          "Expected one score for each of "
              + batch.size()
              + " texts, the engine gave "
              + scores.texts().size()
              + "; report this to its maker");
    }
    listener.onBatch(
        new BatchEvent(
            batch.size(),
            scores.evaluatedTokens(),
            batch.pending(),
            Duration.ofNanos(longestWait),
            Duration.ofNanos(scores.engineNanos())));
    for (int i = 0; i < batch.size(); i++) {
      batch.end(i, results.ending(scores.texts().get(i), batch.elapsedNanos(i)));
    }
  }

  private static void fail(Batch batch, Throwable thrown) {
    try {
      batch.endAll(Ending.Failed.of(thrown));
    } catch (Throwable again) {
      batch.endAll(LAST_RESORT);
      throw again;
    }
  }

  private void leave() {
    if (alive.decrementAndGet() > 0) {
      return;
    }
    try {
      engine.close();
    } catch (Throwable t) {
      logQuietly("The engine failed while it was closed", t);
    } finally {
      terminated.countDown();
    }
  }

  private static void logQuietly(String message, Throwable thrown) {
    try {
      LOG.log(Level.ERROR, message, thrown);
    } catch (Throwable ignored) {
      // Logging needs memory too; a worker that dies of it would leave callers waiting.
    }
  }
}
