package io.github.sentiment4j.cli;

import io.github.sentiment4j.core.EngineInfo;
import io.github.sentiment4j.core.EngineSpec;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.ModelProfile;
import io.github.sentiment4j.core.ScoringContext;
import io.github.sentiment4j.core.ScoringContext.BatchScores;
import io.github.sentiment4j.core.ScoringEngine;
import io.github.sentiment4j.core.ScoringEngineProvider;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.core.TextScore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A small engine for model files called {@code *.keywords}: a text with {@code 涨} or {@code up} is
 * positive, one with {@code 跌} or {@code down} negative, {@code #long} is rejected, {@code #broken}
 * fails the engine, {@code #pause} takes a tenth of a second, {@code #slow} until the call is
 * cancelled. For {@code bare.keywords} it gives labels without probabilities.
 */
public final class KeywordEngineProvider implements ScoringEngineProvider {
  static final String EXTENSION = ".keywords";
  static final String BARE = "bare" + EXTENSION;

  /** Called by {@link java.util.ServiceLoader}. */
  public KeywordEngineProvider() {}

  @Override
  public String name() {
    return "keywords";
  }

  @Override
  public int priority() {
    return 1000;
  }

  @Override
  public Optional<String> unavailableReason(EngineSpec spec) {
    return spec.model().map(Path::toString).filter(name -> name.endsWith(EXTENSION)).isPresent()
        ? Optional.empty()
        : Optional.of("reads only *" + EXTENSION);
  }

  @Override
  public ScoringEngine open(EngineSpec spec) {
    Optional<String> reason = unavailableReason(spec);
    if (reason.isPresent()) {
      throw new SentimentException(ErrorCode.MODEL_NOT_FOUND, reason.get());
    }
    System.getLogger(name()).log(System.Logger.Level.INFO, "opened {0}", spec.model().get());
    return new KeywordEngine(
        spec.profileInForce(ModelProfile.DEFAULT, Integer.MAX_VALUE),
        !spec.model().get().endsWith(BARE),
        spec.contexts());
  }

  private record KeywordEngine(ModelProfile profile, boolean probabilities, int count)
      implements ScoringEngine {
    @Override
    public EngineInfo info() {
      return new EngineInfo(
          "keywords", "1", "CPU", "no other", "keywords", "none", 0, 0, 1, 1, probabilities);
    }

    @Override
    public List<ScoringContext> contexts() {
      return Stream.<ScoringContext>generate(() -> new KeywordContext(this)).limit(count).toList();
    }

    @Override
    public void close() {}
  }

  private static final class KeywordContext implements ScoringContext {
    private final KeywordEngine engine;
    private final Semaphore cancelled = new Semaphore(0);

    KeywordContext(KeywordEngine engine) {
      this.engine = engine;
    }

    @Override
    public BatchScores score(List<String> texts) {
      try {
        return new BatchScores(texts.stream().map(this::score).toList(), texts.size(), 1);
      } finally {
        cancelled.drainPermits();
      }
    }

    @Override
    public void cancel() {
      cancelled.release();
    }

    private TextScore score(String text) {
      if (text.contains("#long")) {
        return new TextScore.Rejected(ErrorCode.TEXT_TOO_LONG, "Too long for this test");
      }
      if (text.contains("#broken")) {
        throw new SentimentException(ErrorCode.ENGINE_FAILED, "Broken for this test");
      }
      if (text.contains("#slow")) {
        awaitCancelled();
      }
      if (text.contains("#pause")) {
        pause();
      }
      boolean up = text.contains("涨") || text.contains("up");
      boolean down = text.contains("跌") || text.contains("down");
      if (!engine.probabilities()) {
        return new TextScore.Labelled(
            up ? Sentiment.POSITIVE : down ? Sentiment.NEGATIVE : Sentiment.NEUTRAL,
            text.length(),
            false);
      }
      float[] logProbabilities = {
        up ? -0.1f : -3f, up || down ? -3f : -0.1f, down ? -0.1f : -3f,
      };
      return new TextScore.Scored(
          List.of(new TextScore.Segment(logProbabilities, text.length())), text.length(), false);
    }

    private void awaitCancelled() {
      try {
        boolean inTime = cancelled.tryAcquire(60, TimeUnit.SECONDS);
        throw new SentimentException(
            inTime ? ErrorCode.CANCELLED : ErrorCode.ENGINE_FAILED, "Stopped");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new SentimentException(ErrorCode.INTERRUPTED, "Interrupted", e);
      }
    }

    private static void pause() {
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
