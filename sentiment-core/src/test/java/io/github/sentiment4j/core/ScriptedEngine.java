package io.github.sentiment4j.core;

import io.github.sentiment4j.core.spi.BatchScores;
import io.github.sentiment4j.core.spi.Cancellation;
import io.github.sentiment4j.core.spi.EngineInfo;
import io.github.sentiment4j.core.spi.EngineSpec;
import io.github.sentiment4j.core.spi.ScoringEngine;
import io.github.sentiment4j.core.spi.ScoringEngineProvider;
import io.github.sentiment4j.core.spi.TextScore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An engine that does with each batch what the test says, and remembers what it was asked. */
final class ScriptedEngine implements ScoringEngineProvider, ScoringEngine {
  /** What happens to a batch. */
  interface Script {
    BatchScores score(List<String> texts, Cancellation cancellation);
  }

  final List<List<String>> batches = new CopyOnWriteArrayList<>();
  final AtomicInteger running = new AtomicInteger();
  final AtomicInteger mostRunning = new AtomicInteger();
  final AtomicInteger closes = new AtomicInteger();
  final AtomicInteger closesWhileRunning = new AtomicInteger();
  volatile EngineSpec spec;
  ModelProfile profile = ModelProfile.DEFAULT;

  private final Script script;

  ScriptedEngine(Script script) {
    this.script = script;
  }

  /** Answers at once, as {@link #answer} says. */
  static ScriptedEngine quick() {
    return new ScriptedEngine((texts, cancellation) -> answers(texts));
  }

  static BatchScores answers(List<String> texts) {
    return new BatchScores(
        texts.stream().map(ScriptedEngine::answer).toList(), 10L * texts.size(), 1_000_000);
  }

  /**
   * The label that the text names, or neutral; the number behind a colon, if any, comes back as the
   * number of tokens, which tells whose answer it is.
   */
  static TextScore answer(String text) {
    float[] logP = {(float) Math.log(0.25), (float) Math.log(0.5), (float) Math.log(0.25)};
    if (text.contains("good")) {
      logP = new float[] {(float) Math.log(0.8), (float) Math.log(0.15), (float) Math.log(0.05)};
    } else if (text.contains("bad")) {
      logP = new float[] {(float) Math.log(0.05), (float) Math.log(0.15), (float) Math.log(0.8)};
    }
    int colon = text.indexOf(':');
    int tokens = colon < 0 ? 1 : Integer.parseInt(text.substring(colon + 1));
    return new TextScore.Scored(List.of(new TextScore.Segment(logP, 1)), tokens, false);
  }

  List<String> seen() {
    return batches.stream().flatMap(List::stream).toList();
  }

  @Override
  public String name() {
    return "scripted";
  }

  @Override
  public Optional<String> unavailableReason(EngineSpec asked) {
    return Optional.empty();
  }

  @Override
  public ScoringEngine open(EngineSpec asked) {
    spec = asked;
    return this;
  }

  @Override
  public EngineInfo info() {
    return new EngineInfo("scripted", "1", "CPU", "a test", "", "", 0, 0, 2, 2, true);
  }

  @Override
  public ModelProfile profile() {
    return profile;
  }

  @Override
  public BatchScores score(List<String> texts, Cancellation cancellation) {
    mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
    try {
      batches.add(List.copyOf(texts));
      return script.score(texts, cancellation);
    } finally {
      running.decrementAndGet();
    }
  }

  @Override
  public void close() {
    closes.incrementAndGet();
    if (running.get() > 0) {
      closesWhileRunning.incrementAndGet();
    }
  }
}
