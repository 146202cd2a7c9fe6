package io.github.sentiment4j.core;

import io.github.sentiment4j.core.ClassifierListener.BatchEvent;
import io.github.sentiment4j.core.TextScore.Rejected;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The texts of one caller and their scores. Each text ends once, with a score or with the reason
 * why it has none. Thread-safe.
 */
final class Call {
  private static final Rejected INTERRUPTED =
      new Rejected(
          ErrorCode.INTERRUPTED,
          "The calling thread was interrupted while it waited; its interrupt flag is set");

  private static final ClassifierListener NOBODY = new ClassifierListener() {};

  private static final System.Logger LOG = System.getLogger(Call.class.getName());

  private final @Nullable String[] texts; // (N)
  private final AtomicReferenceArray<@Nullable TextScore> scores; // (N), null while a text is open
  private final long[] nanos; // (N) time from the start to the score
  private final AtomicInteger open;
  private final boolean single;
  private final Optional<Duration> deadline;
  private final ClassifierListener listener;
  private final Dispatcher dispatcher;
  private final CompletableFuture<@Nullable Void> inLine = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
  private final long start = System.nanoTime();

  private Call(
      @Nullable String[] texts,
      boolean single,
      int maxBatch,
      Optional<Duration> deadline,
      ClassifierListener listener,
      Dispatcher dispatcher) {
    this.texts = texts;
    this.single = single;
    this.deadline = deadline;
    this.listener = listener;
    this.dispatcher = dispatcher;
    this.scores = new AtomicReferenceArray<>(texts.length);
    this.nanos = new long[texts.length];
    this.open = new AtomicInteger(texts.length);
    if (texts.length == 0) {
      done.complete(null);
    }
    for (int i = 0; i < texts.length; i++) {
      Rejected problem = TextCheck.problem(texts[i], Integer.MAX_VALUE / maxBatch);
      if (problem != null) {
        end(i, problem);
      }
    }
  }

  /** Creates a call for one text, which counts against {@code maxPending} while it waits. */
  static Call single(
      @Nullable String text,
      ClassifierSettings settings,
      ClassifierListener listener,
      Dispatcher dispatcher) {
    return new Call(
        new @Nullable String[] {text},
        true,
        settings.maxBatch(),
        settings.deadline(),
        listener,
        dispatcher);
  }

  /** Creates a call for many texts, which wait in the caller's own list. */
  static Call bulk(
      List<String> texts,
      ClassifierSettings settings,
      ClassifierListener listener,
      Dispatcher dispatcher) {
    return new Call(
        texts.toArray(new String[0]),
        false,
        settings.maxBatch(),
        settings.deadline(),
        listener,
        dispatcher);
  }

  /** Creates a call without a deadline, which no listener receives. */
  static Call warmUp(List<String> texts, ClassifierSettings settings, Dispatcher dispatcher) {
    return new Call(
        texts.toArray(new String[0]),
        false,
        settings.maxBatch(),
        Optional.empty(),
        NOBODY,
        dispatcher);
  }

  boolean isSingle() {
    return single;
  }

  int size() {
    return texts.length;
  }

  /** Returns the score of a text of a call that is over. */
  TextScore score(int i) {
    return Objects.requireNonNull(scores.get(i), "the call is not over");
  }

  /** Returns the time from the start of the call to the score of a text. */
  Duration elapsed(int i) {
    return Duration.ofNanos(nanos[i]);
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  boolean hasEnded(int i) {
    return scores.get(i) != null;
  }

  /** Returns the number of texts that have not ended. */
  int open() {
    return open.get();
  }

  /** Returns a future that completes when every text has ended, and never exceptionally. */
  CompletableFuture<@Nullable Void> done() {
    return done;
  }

  /** Waits until the call is in line or over. An interrupt ends the call. */
  void awaitLine() {
    await(inLine);
  }

  /** Waits until the call is over. An interrupt ends the call. */
  void await() {
    await(done);
  }

  private void await(CompletableFuture<@Nullable Void> event) {
    try {
      event.get();
    } catch (InterruptedException e) {
      dispatcher.withdraw(this, INTERRUPTED);
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new AssertionError("a call never ends exceptionally", e);
    }
  }

  /** Records that the call is in line. */
  void entered() {
    inLine.complete(null);
  }

  /** Ends the call, unless it is over. */
  void cancel(Rejected why) {
    if (!done.isDone()) {
      dispatcher.withdraw(this, why);
    }
  }

  /** Starts the timer that ends the call. */
  @SuppressWarnings("FutureReturnValueIgnored") // the future handles its own failure
  void endAtDeadline() {
    if (deadline.isEmpty() || done.isDone()) {
      return;
    }
    // The copy ends with the call, and its timeout does not complete the original.
    done.copy()
        .orTimeout(deadline.get().minus(elapsed()).toNanos(), TimeUnit.NANOSECONDS)
        .exceptionally(
            timeout -> {
              cancel(
                  new Rejected(
                      ErrorCode.DEADLINE_EXCEEDED,
                      "No result within the deadline of "
                          + deadline.get()
                          + "; lower the load, or set a longer deadline or more contexts"));
              return null;
            });
  }

  boolean hasExpired() {
    return deadline.isPresent() && deadline.get().compareTo(elapsed()) <= 0;
  }

  /** Ends one text, unless it has ended already. */
  void end(int i, TextScore score) {
    if (!(score instanceof Rejected)) {
      nanos[i] = System.nanoTime() - start; // only the worker that took the text writes this
    }
    if (!scores.compareAndSet(i, null, score)) {
      return;
    }
    try {
      if (score instanceof Rejected rejected) {
        listener.onFailure(rejected.code());
      }
    } catch (Throwable t) {
      LOG.log(Level.WARNING, "The listener threw in onFailure", t);
    } finally {
      if (open.decrementAndGet() == 0) {
        done.complete(null);
        inLine.complete(null);
      }
    }
  }

  /** Ends every text that is still open. */
  void endAll(Rejected why) {
    for (int i = 0; i < texts.length; i++) {
      end(i, why);
    }
  }

  /** The position of a call in a line. The lock of the line guards it. */
  static final class Place {
    private final Call call;
    private int next; // index of the next text to take
    private int waiting; // number of texts that are left to take

    Place(Call call) {
      this.call = call;
      this.waiting = call.open();
    }

    Call call() {
      return call;
    }

    int waiting() {
      return waiting;
    }

    /** Moves the next open text to a batch; returns false if none is left. */
    boolean addNextTo(Batch batch) {
      while (next < call.size()) {
        int i = next++;
        if (!call.hasEnded(i)) {
          waiting--;
          batch.calls[batch.size] = call;
          batch.places[batch.size++] = i;
          return true;
        }
      }
      return false;
    }
  }

  /** The texts that go through the engine together. One thread takes and scores them. */
  static final class Batch {
    private final Call[] calls; // (maxBatch), the first `size` are filled
    private final int[] places; // (maxBatch) index of the text in its call
    private int size;
    private int pending;
    private volatile boolean stopped;

    Batch(int maxBatch) {
      calls = new Call[maxBatch];
      places = new int[maxBatch];
    }

    int size() {
      return size;
    }

    List<String> texts() {
      return IntStream.range(0, size).mapToObj(this::text).toList();
    }

    private String text(int i) {
      return Objects.requireNonNull(calls[i].texts[places[i]], "the text passed the check");
    }

    /** Returns the number of texts that still waited when this batch was taken. */
    int pending() {
      return pending;
    }

    void pending(int texts) {
      pending = texts;
    }

    void stop() {
      stopped = true;
    }

    boolean isStopped() {
      return stopped;
    }

    boolean isAbandoned() {
      return IntStream.range(0, size).allMatch(i -> calls[i].hasEnded(places[i]));
    }

    Duration longestWait() {
      return IntStream.range(0, size)
          .mapToObj(i -> calls[i].elapsed())
          .max(Duration::compareTo)
          .orElseThrow();
    }

    void end(int i, TextScore score) {
      calls[i].end(places[i], score);
    }

    void endAll(Rejected why) {
      IntStream.range(0, size).forEach(i -> end(i, why));
    }

    /** Tells the listener of this batch. */
    void tell(BatchEvent event) {
      try {
        calls[0].listener.onBatch(event);
      } catch (Throwable t) {
        LOG.log(Level.WARNING, "The listener threw in onBatch; the batch is not affected", t);
      }
    }
  }
}
