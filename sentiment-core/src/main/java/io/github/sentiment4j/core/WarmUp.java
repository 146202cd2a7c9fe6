package io.github.sentiment4j.core;

import io.github.sentiment4j.core.spi.BatchScores;
import io.github.sentiment4j.core.spi.Cancellation;
import io.github.sentiment4j.core.spi.ScoringEngine;
import io.github.sentiment4j.core.spi.TextScore;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A few texts through every context. The workers start together: one alone would be served by the
 * same context again and again.
 */
final class WarmUp implements Task {
  private static final List<String> TEXTS =
      List.of(
          "Shares of the bank rose 4% after quarterly profit beat expectations.",
          "The company will publish its annual report on 12 March.",
          "公司发布业绩预告，预计全年净利润同比下降三成。",
          "The retailer cut its outlook and closed 40 stores.");

  private final int maxBatch;
  private final CountDownLatch together;
  private final CountDownLatch finished;
  private final AtomicReference<Ending.Failed> failure = new AtomicReference<>();
  private final Cancellation cancellation = new Cancellation();

  WarmUp(int contexts, int maxBatch) {
    this.maxBatch = maxBatch;
    this.together = new CountDownLatch(contexts);
    this.finished = new CountDownLatch(contexts);
  }

  /** One worker's turn. */
  void run(ScoringEngine engine) {
    try {
      together.countDown();
      together.await();
      if (!cancellation.isCancelled()) {
        score(engine, TEXTS.subList(0, 1));
        score(engine, TEXTS.subList(0, Math.min(maxBatch, TEXTS.size())));
      }
    } catch (Throwable t) {
      fail(Ending.Failed.of(t));
    } finally {
      finished.countDown();
    }
  }

  /** In the place of one worker's turn. */
  void skip(Ending.Failed why) {
    fail(why);
    together.countDown();
    finished.countDown();
  }

  /**
   * Waits for every worker's turn.
   *
   * @throws SentimentException what went wrong first
   */
  void await() throws InterruptedException {
    finished.await();
    if (failure.get() != null) {
      throw failure.get().toException();
    }
  }

  @Override
  public boolean isAbandoned() {
    return cancellation.isCancelled();
  }

  @Override
  public void stop(Ending.Failed why) {
    fail(why);
    cancellation.cancel();
  }

  private void score(ScoringEngine engine, List<String> texts) {
    BatchScores scores = engine.score(texts, cancellation);
    for (TextScore score : scores.texts()) {
      if (score instanceof TextScore.Rejected rejected) {
        fail(Ending.Failed.of(rejected.error()));
      }
    }
  }

  private void fail(Ending.Failed why) {
    failure.compareAndSet(null, why);
  }
}
