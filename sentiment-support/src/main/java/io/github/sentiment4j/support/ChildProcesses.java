package io.github.sentiment4j.support;

import java.util.concurrent.TimeUnit;

/** Ends child processes. */
public final class ChildProcesses {
  private static final long GRACE_SECONDS = 5;

  private ChildProcesses() {}

  /**
   * Asks a process to end, waits up to 5 seconds and then kills it. If the caller is interrupted,
   * the process is killed at once and the caller stays interrupted.
   */
  public static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
