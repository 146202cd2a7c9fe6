package io.github.sentiment4j.core;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.sentiment4j.core.ScoringContext.BatchScores;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;

/** An engine that runs a script of the test for each batch and records its calls. */
@NullUnmarked
final class ScriptedEngine implements ScoringEngineProvider, ScoringEngine {
  /** The script for a batch. */
  interface Script {
    BatchScores score(List<String> texts, Request request);
  }

  /** The cancellation of a context, which lasts until the next call as the SPI requires. */
  static final class Request {
    @GuardedBy("this")
    private Runnable action = () -> {};

    @GuardedBy("this")
    private boolean cancelled;

    synchronized boolean isCancelled() {
      return cancelled;
    }

    synchronized void onCancel(Runnable value) {
      action = value;
      if (cancelled) {
        action.run();
      }
    }

    private synchronized void cancel() {
      cancelled = true;
      action.run();
    }
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

  /** Returns an engine that gives the result of {@link #answer} at once. */
  static ScriptedEngine quick() {
    return new ScriptedEngine((texts, request) -> answers(texts));
  }

  static BatchScores answers(List<String> texts) {
    return new BatchScores(
        texts.stream().map(ScriptedEngine::answer).toList(), 10L * texts.size(), 1_000_000);
  }

  /**
   * Returns the label that the text names, or neutral. The number behind a colon, if any, becomes
   * the number of tokens, so that a test can tell whose result it is.
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
    return spec.profileInForce(profile, Integer.MAX_VALUE);
  }

  @Override
  public List<ScoringContext> contexts() {
    return Stream.<ScoringContext>generate(ScriptedContext::new).limit(spec.contexts()).toList();
  }

  private final class ScriptedContext implements ScoringContext {
    private final AtomicReference<Request> request = new AtomicReference<>(new Request());

    @Override
    public BatchScores score(List<String> texts) {
      mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
      try {
        batches.add(List.copyOf(texts));
        return script.score(texts, request.get());
      } finally {
        request.set(new Request());
        running.decrementAndGet();
      }
    }

    @Override
    public void cancel() {
      request.get().cancel();
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
