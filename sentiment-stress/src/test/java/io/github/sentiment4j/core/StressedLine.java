package io.github.sentiment4j.core;

import io.github.sentiment4j.core.TextScore.Rejected;
import io.github.sentiment4j.core.TextScore.Scored;
import io.github.sentiment4j.core.TextScore.Segment;
import io.github.sentiment4j.support.CpuBudget;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.VarHandle;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A dispatcher with two workers that are not started: the actors of a test serve its line. Texts
 * are numbers; the score of a text has the text's number as its number of tokens.
 */
final class StressedLine implements ScoringEngine, ClassifierListener {
  static final Rejected CANCELLED = new Rejected(ErrorCode.CANCELLED, "a test");
  static final Rejected LATE = new Rejected(ErrorCode.DEADLINE_EXCEEDED, "a test");

  private static final CpuBudget CPU = CpuBudget.ofThisMachine();

  private static final long PATIENCE_MILLIS = 10_000;

  /** The lines that threads may wait in now: one for each worker, and one for a caller. */
  private static final AtomicReferenceArray<@Nullable StressedLine> WAITING =
      new AtomicReferenceArray<>(3);

  private static volatile boolean stuck;

  static {
    Thread watch = new Thread(StressedLine::watch, "watch");
    watch.setDaemon(true);
    watch.start();
  }

  private static final VarHandle SINGLES = field("singles", int.class);
  private static final VarHandle PENDING = field("pending", int.class);
  private static final VarHandle LINE = field("line", Deque.class);
  private static final VarHandle OUTSIDE = field("outside", Deque.class);

  final Dispatcher dispatcher;

  /** The number of texts that came to the engine, with repetitions. */
  final AtomicInteger evaluated = new AtomicInteger();

  /** The number of texts that the listener heard to have failed. */
  final AtomicInteger failures = new AtomicInteger();

  /** Creates an empty line in which one single text may wait, and others wait outside. */
  StressedLine(int maxBatch) {
    SentimentClassifier.Builder builder =
        SentimentClassifier.builder()
            .contexts(2)
            .maxBatch(maxBatch)
            .maxPending(1)
            .overloadPolicy(OverloadPolicy.BLOCK);
    dispatcher =
        new Dispatcher(builder.settings(builder.spec(CPU), ModelProfile.DEFAULT), this, this);
  }

  private static VarHandle field(String name, Class<?> type) {
    try {
      Lookup dispatcher = MethodHandles.privateLookupIn(Dispatcher.class, MethodHandles.lookup());
      return dispatcher.findVarHandle(Dispatcher.class, name, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * Closes a line in which a thread has waited for too long, and then every line that a thread may
   * wait in: jcstress itself would wait for ever, without a result.
   */
  private static void watch() {
    @Nullable StressedLine[] before = new @Nullable StressedLine[WAITING.length()];
    while (true) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS));
      for (int i = 0; i < before.length; i++) {
        StressedLine line = WAITING.get(i);
        if (line != null && line == before[i]) {
          stuck = true;
          line.dispatcher.close();
        }
        before[i] = line;
      }
    }
  }

  /** Lets a worker serve one batch; false if the line is closed. */
  boolean serve(int worker) {
    return watched(worker, () -> dispatcher.serve(worker));
  }

  /** Submits a text as a caller does who waits for room. */
  Call submitAndEnter(String text) {
    Call call = dispatcher.submit(text);
    watched(
        2,
        () -> {
          call.awaitLine();
          return true;
        });
    return call;
  }

  private boolean watched(int i, BooleanSupplier action) {
    if (stuck) {
      dispatcher.close();
    }
    WAITING.set(i, this);
    boolean result = action.getAsBoolean();
    WAITING.set(i, null);
    return result;
  }

  /** Returns what came of each text of a call that must be over. */
  static String outcome(Call call) {
    if (!call.done().isDone()) {
      return "not over: " + ends(call);
    }
    return ends(call);
  }

  /** Returns what came of each text of a call: its number, the code of its failure, or OPEN. */
  static String ends(Call call) {
    return IntStream.range(0, call.size())
        .mapToObj(i -> call.hasEnded(i) ? end(call.score(i)) : "OPEN")
        .collect(Collectors.joining(" "));
  }

  private static String end(TextScore score) {
    return score instanceof Scored scored
        ? String.valueOf(scored.tokens())
        : ((Rejected) score).code().toString();
  }

  /**
   * Returns what the dispatcher counts, after the actors: single texts in line, texts in line,
   * calls in line, calls outside.
   */
  String counts() {
    return Stream.of(
            SINGLES.get(dispatcher),
            PENDING.get(dispatcher),
            ((Deque<?>) LINE.get(dispatcher)).size(),
            ((Deque<?>) OUTSIDE.get(dispatcher)).size())
        .map(String::valueOf)
        .collect(Collectors.joining(" "));
  }

  @Override
  public void onFailure(ErrorCode code) {
    failures.incrementAndGet();
  }

  @Override
  public EngineInfo info() {
    return new EngineInfo("stress", "1", "CPU", "a test", "", "", 0, 0, 2, 1, true);
  }

  @Override
  public ModelProfile profile() {
    return ModelProfile.DEFAULT;
  }

  @Override
  public List<ScoringContext> contexts() {
    return List.of(new Context(), new Context());
  }

  @Override
  public void close() {}

  /** A context that keeps a request to cancel for the next call, as the SPI allows. */
  private final class Context implements ScoringContext {
    private final AtomicBoolean cancelled = new AtomicBoolean();

    @Override
    public BatchScores score(List<String> texts) {
      evaluated.addAndGet(texts.size());
      List<TextScore> scores = texts.stream().map(Context::score).toList();
      if (cancelled.getAndSet(false)) {
        throw new SentimentException(ErrorCode.CANCELLED, "the context was cancelled");
      }
      return new BatchScores(scores, texts.size(), 1);
    }

    private static TextScore score(String text) {
      return new Scored(List.of(new Segment(new float[3], 1)), Integer.parseInt(text), false);
    }

    @Override
    public void cancel() {
      cancelled.set(true);
    }
  }
}
