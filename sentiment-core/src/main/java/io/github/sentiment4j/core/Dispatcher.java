package io.github.sentiment4j.core;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.sentiment4j.core.Call.Batch;
import io.github.sentiment4j.core.Call.Place;
import io.github.sentiment4j.core.ClassifierListener.BatchEvent;
import io.github.sentiment4j.core.ScoringContext.BatchScores;
import io.github.sentiment4j.core.TextScore.Rejected;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The line of waiting calls and the workers that serve it. Each worker is a daemon thread that owns
 * one context of the engine. Thread-safe.
 */
final class Dispatcher {
  /*
   * A call holds one text (classify) or many (classifyAll). Calls wait in one line. A worker that
   * becomes free makes a batch of what waits at that moment: one text of the first call, one of the
   * second, and so on; a call that has texts left goes to the end of the line. So a long list
   * neither delays single texts nor is delayed by them, and nobody waits for a batch to fill. Single
   * texts beyond maxPending are refused, or wait outside until a single text leaves the line. A
   * warm-up is a call in a worker's own line, which comes before the common one.
   *
   * One lock guards the lines and the running batches. A batch costs two acquisitions: one where
   * its call is submitted, and one where a worker ends its last batch and takes the next. A text
   * ends without the lock: the first score that is set for it stays, whether it comes from a
   * worker, a deadline, an interrupt, a cancelled future or close().
   *
   * A batch is stopped once all of its texts have ended, or on close(). The thread that stops it
   * cancels the context while it holds the lock and the worker still has the batch. The request can
   * reach the context just after the engine's call has ended. It then stays with the context and
   * cancels the worker's next call, although that batch was not stopped. The worker repeats such a
   * call. The thread that stops a batch also ends its texts, so the worker does not.
   */

  /** The stack of a worker, which runs native code. Some platforms give less than 1 MiB. */
  private static final long STACK_BYTES = 8L << 20;

  /** The failure of a batch when the heap has no room for a message; it exists beforehand. */
  private static final Rejected LAST_RESORT =
      new Rejected(
          ErrorCode.ENGINE_FAILED,
          "A batch failed, and so did the attempt to say why: the memory of the JVM is exhausted;"
              + " raise -Xmx, or lower maxBatch, maxPending or contexts");

  private static final Rejected CLOSED =
      new Rejected(
          ErrorCode.CLOSED, "The classifier is closed; open another one for further texts");

  private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());

  private final ClassifierSettings settings;
  private final ClassifierListener listener;
  private final ScoringEngine engine;
  private final List<Worker> workers;
  private final AtomicInteger alive;
  private final CompletableFuture<@Nullable Void> terminated = new CompletableFuture<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();

  @GuardedBy("lock")
  private final Deque<Place> line = new ArrayDeque<>();

  /** The single texts that wait for room; empty unless {@code maxPending} of them are in line. */
  @GuardedBy("lock")
  private final Deque<Place> outside = new ArrayDeque<>();

  /** The line of warm-up calls of each worker, (workers). */
  @GuardedBy("lock")
  private final List<Deque<Place>> warmUps;

  /** The running batch of each worker, (workers); null while it has none. */
  @GuardedBy("lock")
  private final @Nullable Batch[] running;

  /** The number of single texts in line. */
  @GuardedBy("lock")
  private int singles;

  /** The number of texts in line. */
  @GuardedBy("lock")
  private int pending;

  @GuardedBy("lock")
  private boolean closed;

  /** Creates the workers; {@link #start} starts them. */
  Dispatcher(ClassifierSettings settings, ScoringEngine engine, ClassifierListener listener) {
    this.settings = settings;
    this.listener = listener;
    this.engine = engine;
    List<? extends ScoringContext> contexts = engine.contexts();
    int count = contexts.size();
    this.workers = IntStream.range(0, count).mapToObj(i -> new Worker(i, contexts.get(i))).toList();
    this.alive = new AtomicInteger(count);
    this.warmUps = Stream.<Deque<Place>>generate(ArrayDeque::new).limit(count).toList();
    this.running = new Batch[count];
  }

  /** Starts the workers, or closes the engine and throws. */
  void start() {
    int started = 0;
    try {
      for (Worker worker : workers) {
        worker.setDaemon(true);
        worker.start();
        started++;
      }
    } catch (Throwable t) {
      close();
      for (int i = started; i < workers.size(); i++) {
        leave();
      }
      throw t;
    }
  }

  // Callers

  /** Puts one text in line. The returned call may be over already. */
  Call submit(@Nullable String text) {
    return submit(Call.single(text, settings, listener, this));
  }

  /**
   * Puts a list of texts in line, which does not count against {@code maxPending}.
   *
   * @throws SentimentException {@link ErrorCode#CLOSED}
   */
  Call submit(List<String> texts) {
    requireOpen();
    return submit(Call.bulk(texts, settings, listener, this));
  }

  /**
   * Puts texts in the warm-up line of each worker. The calls have no deadline and no listener.
   *
   * @return one call for each worker
   * @throws SentimentException {@link ErrorCode#CLOSED}
   */
  List<Call> submitToEach(List<String> texts) {
    List<Call> calls = new ArrayList<>();
    lock.lock();
    try {
      requireOpen();
      for (Deque<Place> own : warmUps) {
        Call call = Call.warmUp(texts, settings, this);
        own.add(new Place(call));
        calls.add(call);
      }
      work.signalAll();
    } finally {
      lock.unlock();
    }
    return calls;
  }

  private Call submit(Call call) {
    Rejected refusal;
    lock.lock();
    try {
      boolean room = !call.isSingle() || singles < settings.maxPending();
      refusal = closed ? CLOSED : room ? null : busy();
      if (refusal == null && call.open() > 0) {
        if (room) {
          enter(new Place(call));
        } else {
          outside.add(new Place(call));
        }
      }
    } finally {
      lock.unlock();
    }
    if (refusal != null) {
      call.endAll(refusal);
    } else {
      call.endAtDeadline();
    }
    return call;
  }

  @GuardedBy("lock")
  private @Nullable Rejected busy() {
    return settings.overloadPolicy() == OverloadPolicy.BLOCK
        ? null
        : new Rejected(
            ErrorCode.BUSY,
            singles
                + " texts are waiting already, as many as maxPending allows; try again later, use"
                + " classifyAll for lists, let callers wait with overloadPolicy(BLOCK), or raise"
                + " maxPending");
  }

  @GuardedBy("lock")
  private void enter(Place place) {
    line.add(place);
    pending += place.waiting();
    singles += place.call().isSingle() ? 1 : 0;
    place.call().entered();
    work.signal();
  }

  @GuardedBy("lock")
  private void left(Place place) {
    pending -= place.waiting();
    if (place.call().isSingle()) {
      singles--;
      Place next = outside.poll();
      if (next != null) {
        enter(next);
      }
    }
  }

  /** Ends a call, takes it out of the line, and stops each batch whose texts have all ended. */
  void withdraw(Call call, Rejected why) {
    call.endAll(why);
    lock.lock();
    try {
      Place inLine = remove(line, call);
      if (inLine != null) {
        left(inLine);
      } else if (remove(outside, call) == null) {
        warmUps.forEach(own -> remove(own, call));
      }
      for (Worker worker : workers) {
        Batch batch = running[worker.index];
        if (batch != null && batch.isAbandoned()) {
          batch.stop();
          worker.context.cancel();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private static @Nullable Place remove(Deque<Place> places, Call call) {
    for (Iterator<Place> all = places.iterator(); all.hasNext(); ) {
      Place place = all.next();
      if (place.call() == call) {
        all.remove();
        return place;
      }
    }
    return null;
  }

  /** Ends all waiting and running texts with CLOSED, and asks the engine to stop. */
  void close() {
    List<Place> waiting = new ArrayList<>();
    List<Batch> stopped = new ArrayList<>();
    lock.lock();
    try {
      closed = true;
      Stream.concat(Stream.of(line, outside), warmUps.stream())
          .forEach(
              places -> {
                waiting.addAll(places);
                places.clear();
              });
      for (Worker worker : workers) {
        Batch batch = running[worker.index];
        if (batch != null) {
          batch.stop();
          stopped.add(batch);
          worker.context.cancel();
        }
      }
      work.signalAll();
    } finally {
      lock.unlock();
    }
    waiting.forEach(place -> place.call().endAll(CLOSED));
    stopped.forEach(batch -> batch.endAll(CLOSED));
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private void requireOpen() {
    if (isClosed()) {
      throw CLOSED.error();
    }
  }

  /**
   * Waits until the last worker has closed the engine, after {@link #close}. On a worker, where a
   * listener may close the classifier, it returns at once.
   */
  void awaitTermination() {
    if (!(Thread.currentThread() instanceof Worker worker) || !workers.contains(worker)) {
      terminated.join(); // an interrupt does not end the wait
    }
  }

  // Workers

  /** Ends the last batch of a worker and waits for its next one; returns null once closed. */
  @Nullable Batch take(int worker) {
    Batch batch = new Batch(settings.maxBatch()); // may fail, so no text has left the line yet
    lock.lock();
    try {
      running[worker] = null;
      while (!closed) {
        fill(batch, warmUps.get(worker));
        if (batch.size() > 0) {
          batch.pending(pending + outside.size());
          running[worker] = batch;
          if (!line.isEmpty()) {
            work.signal();
          }
          return batch;
        }
        work.awaitUninterruptibly();
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void fill(Batch batch, Deque<Place> own) {
    Place warmUp = own.poll();
    if (warmUp != null) {
      while (warmUp.addNextTo(batch)) {}
      return;
    }
    while (batch.size() < settings.maxBatch() && !line.isEmpty()) {
      Place place = line.remove();
      // The timer of a call that has expired may not have run yet.
      if (place.call().hasExpired() || !place.addNextTo(batch)) {
        left(place);
        continue;
      }
      pending--;
      if (place.waiting() > 0) {
        line.add(place);
      } else {
        left(place);
      }
    }
  }

  /** Takes one batch through the context of a worker; false once closed. */
  boolean serve(int index) {
    Worker worker = workers.get(index);
    try {
      Batch batch = take(index);
      if (batch == null) {
        return false;
      }
      try {
        worker.score(batch);
      } catch (Throwable t) {
        worker.fail(batch, t);
      }
    } catch (Throwable t) {
      logQuietly("A worker recovered from a failure outside the engine", t);
    }
    return true;
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
      terminated.complete(null);
    }
  }

  private static void logQuietly(String message, Throwable thrown) {
    try {
      LOG.log(Level.ERROR, message, thrown);
    } catch (Throwable ignored) {
      // Logging needs memory too. If it ended the worker, callers would wait for ever.
    }
  }

  /** A thread that owns a context and scores one batch after the other on it. */
  private final class Worker extends Thread {
    private final int index;
    private final ScoringContext context;

    Worker(int index, ScoringContext context) {
      super(null, null, "sentiment4j-worker-" + (index + 1), STACK_BYTES);
      this.index = index;
      this.context = context;
    }

    @Override
    public void run() {
      try {
        while (serve(index)) {}
      } finally {
        leave();
      }
    }

    private void score(Batch batch) {
      Duration longestWait = batch.longestWait();
      BatchScores scores = scores(batch);
      if (scores.texts().size() != batch.size()) {
        throw new SentimentException(
            ErrorCode.ENGINE_FAILED,
            "Expected one score for each of "
                + batch.size()
                + " texts, the engine gave "
                + scores.texts().size()
                + "; report this to the author of the engine");
      }
      batch.tell(
          new BatchEvent(
              batch.size(),
              scores.evaluatedTokens(),
              batch.pending(),
              longestWait,
              Duration.ofNanos(scores.engineNanos())));
      for (int i = 0; i < batch.size(); i++) {
        batch.end(i, TextCheck.checked(scores.texts().get(i)));
      }
    }

    private BatchScores scores(Batch batch) {
      List<String> texts = batch.texts();
      try {
        return context.score(texts);
      } catch (SentimentException e) {
        if (e.code() != ErrorCode.CANCELLED || batch.isStopped()) {
          throw e;
        }
        return context.score(texts); // the request was meant for the batch before
      }
    }

    private void fail(Batch batch, Throwable thrown) {
      if (batch.isStopped()) {
        return;
      }
      try {
        batch.endAll(Rejected.of(thrown));
      } catch (Throwable again) {
        batch.endAll(LAST_RESORT);
        throw again;
      }
    }
  }
}
