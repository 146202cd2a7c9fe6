package io.github.sentiment4j.cli;

import io.github.sentiment4j.cli.command.ExitCode;
import io.github.sentiment4j.cli.command.Streams;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Starts the {@code sentiment} command. */
public final class Main {
  /** The time that an interrupted run has to end a batch or a training step and to save it. */
  private static final long GRACE_SECONDS = 60;

  private Main() {}

  /**
   * Runs the command and ends the process with its exit code.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    CountDownLatch ended = new CountDownLatch(1);
    Thread main = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  // The engine must leave its native code before the process ends.
                  main.interrupt();
                  awaitQuietly(ended);
                },
                "sentiment-interrupt"));
    int exitCode;
    try {
      exitCode = SentimentCommand.run(Streams.ofProcess(), args);
    } finally {
      ended.countDown();
    }
    System.exit(exitCode);
  }

  private static void awaitQuietly(CountDownLatch ended) {
    try {
      boolean inTime = ended.await(GRACE_SECONDS, TimeUnit.SECONDS);
      if (!inTime) {
        Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
