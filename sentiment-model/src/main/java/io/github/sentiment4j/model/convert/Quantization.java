package io.github.sentiment4j.model.convert;

import io.github.sentiment4j.gguf.FileType;
import io.github.sentiment4j.jni.Quantizer;
import io.github.sentiment4j.model.Progress;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * llama.cpp's quantizer on a thread of its own: it cannot be interrupted and does not say how far
 * it is, so the caller's thread waits for it and looks at the size of what it writes.
 */
final class Quantization {
  private static final long LOOK_MILLIS = 200;

  private Quantization() {}

  /**
   * Quantizes a file.
   *
   * @throws ClosedByInterruptException if the thread is interrupted; llama.cpp goes on for a while
   * @throws IOException if the target cannot be looked at
   * @throws io.github.sentiment4j.core.SentimentException if llama.cpp fails
   */
  static void run(
      Path source, Path target, FileType type, boolean pure, int threads, Progress progress)
      throws IOException {
    FutureTask<Void> task =
        new FutureTask<>(() -> Quantizer.quantize(source, target, type, pure, threads), null);
    Thread thread = new Thread(task, "sentiment-quantize");
    thread.setDaemon(true);
    thread.start();
    while (!task.isDone()) {
      progress.advanced("quantizing to " + type, Files.size(target), 0);
      await(task);
    }
  }

  private static void await(FutureTask<Void> task) throws IOException {
    try {
      task.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // The caller looks how far it is and waits again.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    } catch (ExecutionException e) {
      throw RowPipeline.rethrown(e.getCause());
    }
  }
}
