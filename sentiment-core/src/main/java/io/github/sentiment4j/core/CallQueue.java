package io.github.sentiment4j.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The calls that wait and the tasks that run. Callers take turns: a batch takes one text of the
 * call that has waited longest, then one of the next, and a call that has texts left goes to the
 * end of the line. So a long list neither holds up single texts nor is held up by them, and
 * whatever waits when a worker becomes free is its batch. Single texts beyond {@code maxPending}
 * are refused, or wait outside until one in line leaves it.
 */
final class CallQueue {
  private final int maxPending;
  private final OverloadPolicy overloadPolicy;
  private final int maxBatch;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();

  private final Deque<Call> calls = new ArrayDeque<>();
  private final Deque<Call> outside = new ArrayDeque<>(); // empty unless maxPending are in line
  private final Deque<WarmUp> warmUps = new ArrayDeque<>(); // one entry per worker's turn
  private final List<Task> running;
  private int singles; // calls in line that count against maxPending
  private int pending; // texts in line
  private boolean closed;

  CallQueue(int maxPending, OverloadPolicy overloadPolicy, int maxBatch, int contexts) {
    this.maxPending = maxPending;
    this.overloadPolicy = overloadPolicy;
    this.maxBatch = maxBatch;
    this.running = new ArrayList<>(contexts);
  }

  static Ending.Failed closedFailure() {
    return new Ending.Failed(
        ErrorCode.CLOSED, "The classifier is closed; open another one for further texts");
  }

  /** Puts a call in line or, until there is room, before it; or ends it with BUSY or CLOSED. */
  void submit(Call call) {
    Ending.Failed refusal;
    lock.lock();
    try {
      refusal = refusal(call);
      if (refusal == null && call.waiting() > 0) {
        if (hasRoom(call)) {
          enter(call);
        } else {
          outside.addLast(call);
        }
      }
    } finally {
      lock.unlock();
    }
    if (refusal != null) {
      call.endAll(refusal);
    }
  }

  /** Puts one turn per worker in line, before all calls. */
  void submit(WarmUp warmUp, int turns) {
    lock.lock();
    try {
      if (closed) {
        throw closedFailure().toException();
      }
      for (int i = 0; i < turns; i++) {
        warmUps.addLast(warmUp);
      }
      work.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for something to do; null when the queue is closed. */
  Task take() {
    Batch batch = new Batch(maxBatch); // here, so that nothing fails once a text has left the line
    lock.lock();
    try {
      while (!closed) {
        WarmUp warmUp = warmUps.poll();
        if (warmUp != null) {
          running.add(warmUp);
          return warmUp;
        }
        fill(batch);
        if (batch.size() > 0) {
          batch.pending(pending + outside.size());
          running.add(batch);
          if (!calls.isEmpty()) {
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

  /** To be called when a taken task has run. */
  void finished(Task task) {
    lock.lock();
    try {
      running.remove(task);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends what is open of a call, takes it out of the line and stops batches that only it wanted.
   */
  void withdraw(Call call, Ending.Failed why) {
    call.endAll(why);
    List<Task> abandoned;
    lock.lock();
    try {
      if (calls.remove(call)) {
        left(call);
      } else {
        outside.remove(call);
      }
      abandoned = running.stream().filter(Task::isAbandoned).toList();
    } finally {
      lock.unlock();
    }
    abandoned.forEach(task -> task.stop(why));
  }

  /** Ends everything in line and everything that runs with CLOSED, and asks the engine to stop. */
  void close() {
    List<Call> calls;
    List<WarmUp> warmUps;
    List<Task> running;
    lock.lock();
    try {
      closed = true;
      calls = Stream.concat(this.calls.stream(), outside.stream()).toList();
      warmUps = List.copyOf(this.warmUps);
      running = List.copyOf(this.running);
      this.calls.clear();
      outside.clear();
      this.warmUps.clear();
      work.signalAll();
    } finally {
      lock.unlock();
    }
    calls.forEach(call -> call.endAll(closedFailure()));
    warmUps.forEach(warmUp -> warmUp.skip(closedFailure()));
    running.forEach(task -> task.stop(closedFailure()));
  }

  /** Throws CLOSED once the queue is closed. */
  void requireOpen() {
    if (isClosed()) {
      throw closedFailure().toException();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private Ending.Failed refusal(Call call) {
    if (closed) {
      return closedFailure();
    }
    if (overloadPolicy == OverloadPolicy.REFUSE && !hasRoom(call)) {
      return new Ending.Failed(
          ErrorCode.BUSY,
          singles
              + " texts are waiting already, as many as maxPending allows; try again later, use"
              + " classifyAll for lists, let callers wait with overloadPolicy(BLOCK), or raise"
              + " maxPending");
    }
    return null;
  }

  private boolean hasRoom(Call call) {
    return !call.isSingle() || singles < maxPending;
  }

  private void enter(Call call) {
    calls.addLast(call);
    pending += call.waiting();
    singles += call.isSingle() ? 1 : 0;
    call.inLine().complete(null);
    work.signal();
  }

  private void fill(Batch batch) {
    while (!batch.isFull() && !calls.isEmpty()) {
      Call call = calls.poll();
      // Whoever waits for an expired call ends it: the caller's own wait or the timer.
      int place = call.remainingNanos() > 0 ? call.take() : -1;
      if (place < 0) {
        left(call);
        continue;
      }
      batch.add(call, place);
      pending--;
      if (call.waiting() > 0) {
        calls.addLast(call);
      } else {
        left(call);
      }
    }
  }

  private void left(Call call) {
    pending -= call.waiting();
    if (call.isSingle()) {
      singles--;
      if (!outside.isEmpty()) {
        enter(outside.poll());
      }
    }
  }
}
