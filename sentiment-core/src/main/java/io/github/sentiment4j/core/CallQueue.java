package io.github.sentiment4j.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The calls that wait and the tasks that run. Callers take turns: a batch takes one text of the
 * call that has waited longest, then one of the next, and a call that has texts left goes to the
 * end of the line. So a long list neither holds up single texts nor is held up by them, and
 * whatever waits when a worker becomes free is its batch.
 */
final class CallQueue {
  private final int maxPending;
  private final int maxBatch;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();

  private final Deque<Call> calls = new ArrayDeque<>();
  private final Deque<WarmUp> warmUps = new ArrayDeque<>(); // one entry per worker's turn
  private final List<Task> running;
  private int singles; // calls in line that count against maxPending
  private int pending; // texts in line
  private boolean closed;

  CallQueue(int maxPending, int maxBatch, int contexts) {
    this.maxPending = maxPending;
    this.maxBatch = maxBatch;
    this.running = new ArrayList<>(contexts);
  }

  static Ending.Failed closedFailure() {
    return new Ending.Failed(
        ErrorCode.CLOSED, "The classifier is closed; open another one for further texts");
  }

  /** Puts a call in line, or ends it with BUSY or CLOSED. */
  void submit(Call call) {
    Ending.Failed refusal;
    lock.lock();
    try {
      refusal = refusal(call);
      if (refusal == null && call.waiting() > 0) {
        calls.addLast(call);
        pending += call.waiting();
        singles += call.isSingle() ? 1 : 0;
        work.signal();
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
          batch.pending(pending);
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
      calls = List.copyOf(this.calls);
      warmUps = List.copyOf(this.warmUps);
      running = List.copyOf(this.running);
      this.calls.clear();
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
    if (call.isSingle() && singles >= maxPending) {
      return new Ending.Failed(
          ErrorCode.BUSY,
          singles
              + " texts are waiting already, as many as maxPending allows; try again later, use"
              + " classifyAll for lists, or raise maxPending");
    }
    return null;
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
    singles -= call.isSingle() ? 1 : 0;
  }
}
