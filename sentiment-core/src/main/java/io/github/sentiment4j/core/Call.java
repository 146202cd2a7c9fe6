package io.github.sentiment4j.core;

import io.github.sentiment4j.core.spi.TextScore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/**
 * The texts of one call and what came of them. Each text ends once, whoever ends it first: a worker
 * with its result, the caller by deadline, interrupt or cancellation, or {@code close()}.
 */
final class Call {
  private final String[] texts; // (N)
  private final AtomicReferenceArray<Ending> endings; // (N), null while a text is open
  private final AtomicInteger open; // texts without an ending
  private final CompletableFuture<Void> inLine = new CompletableFuture<>();
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final boolean single;
  private final Optional<Duration> deadline;
  private final long limitNanos;
  private final ClassifierListener listener;
  private final long start = System.nanoTime();

  // Guarded by the queue's lock: the place of the next text to take, and how many are left to take.
  private int next;
  private int waiting;

  private Call(
      String[] texts, boolean single, Optional<Duration> deadline, ClassifierListener listener) {
    this.texts = texts;
    this.single = single;
    this.deadline = deadline;
    this.limitNanos = deadline.map(Duration::toNanos).orElse(Long.MAX_VALUE);
    this.listener = listener;
    this.endings = new AtomicReferenceArray<>(texts.length);
    this.open = new AtomicInteger(texts.length);
    if (texts.length == 0) {
      done.complete(null);
    }
    for (int i = 0; i < texts.length; i++) {
      Optional<Ending.Failed> problem = TextCheck.problem(texts[i]);
      if (problem.isPresent()) {
        end(i, problem.get());
      }
    }
    this.waiting = open.get();
  }

  /** A call for one text, which counts against {@code maxPending} while it waits. */
  static Call single(String text, Optional<Duration> deadline, ClassifierListener listener) {
    return new Call(new String[] {text}, true, deadline, listener);
  }

  /** A call for many texts, which wait in the caller's own list. */
  static Call bulk(List<String> texts, Optional<Duration> deadline, ClassifierListener listener) {
    return new Call(texts.toArray(new String[0]), false, deadline, listener);
  }

  boolean isSingle() {
    return single;
  }

  String text(int i) {
    return texts[i];
  }

  boolean hasEnded(int i) {
    return endings.get(i) != null;
  }

  /** Completes when the call is in the line or over; never exceptionally. */
  CompletableFuture<Void> inLine() {
    return inLine;
  }

  /** Completes when every text has ended; never exceptionally. */
  CompletableFuture<Void> done() {
    return done;
  }

  SentimentOutcome outcome(int i) {
    return endings.get(i).toOutcome();
  }

  List<SentimentOutcome> outcomes() {
    return IntStream.range(0, texts.length).mapToObj(this::outcome).toList();
  }

  List<TextScore> scores() {
    return IntStream.range(0, texts.length).mapToObj(i -> endings.get(i).toScore()).toList();
  }

  long elapsedNanos() {
    return System.nanoTime() - start;
  }

  boolean hasDeadline() {
    return deadline.isPresent();
  }

  /** Nanoseconds to the deadline; not positive once it has passed. */
  long remainingNanos() {
    return limitNanos - elapsedNanos();
  }

  Ending.Failed deadlineExceeded() {
    return new Ending.Failed(
        ErrorCode.DEADLINE_EXCEEDED,
        "No result within the deadline of "
            + deadline.map(Duration::toString).orElse("none")
            + "; lower the load, or set a longer deadline or more contexts");
  }

  /** Ends one text, unless it has ended already. */
  void end(int i, Ending ending) {
    if (!endings.compareAndSet(i, null, ending)) {
      return;
    }
    try {
      if (ending instanceof Ending.Failed failed) {
        listener.onFailure(failed.code());
      }
    } finally {
      if (open.decrementAndGet() == 0) {
        done.complete(null);
        inLine.complete(null);
      }
    }
  }

  /** Ends every text that is still open. */
  void endAll(Ending.Failed why) {
    for (int i = 0; i < texts.length; i++) {
      end(i, why);
    }
  }

  /** Texts that no batch has taken. */
  int waiting() {
    return waiting;
  }

  /** The place of the next open text, which now belongs to the asking batch; -1 if none is left. */
  int take() {
    while (next < texts.length) {
      int i = next++;
      if (!hasEnded(i)) {
        waiting--;
        return i;
      }
    }
    return -1;
  }
}
