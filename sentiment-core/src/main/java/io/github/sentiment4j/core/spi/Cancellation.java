package io.github.sentiment4j.core.spi;

import java.util.ArrayList;
import java.util.List;

/** A request to stop that a running call can look at or be told of. Thread-safe. */
public final class Cancellation {
  private final List<Runnable> actions = new ArrayList<>();
  private boolean cancelled;

  /** Not cancelled. */
  public Cancellation() {}

  /** Asks to stop; runs the registered actions the first time. */
  public void cancel() {
    List<Runnable> due;
    synchronized (this) {
      if (cancelled) {
        return;
      }
      cancelled = true;
      due = List.copyOf(actions);
    }
    due.forEach(Runnable::run);
  }

  /** Whether a stop was asked for. */
  public synchronized boolean isCancelled() {
    return cancelled;
  }

  /**
   * Runs {@code action} when a stop is asked for, at once if it was already. The action runs on the
   * cancelling thread, must return quickly and must not throw.
   */
  public void onCancel(Runnable action) {
    synchronized (this) {
      if (!cancelled) {
        actions.add(action);
        return;
      }
    }
    action.run();
  }
}
