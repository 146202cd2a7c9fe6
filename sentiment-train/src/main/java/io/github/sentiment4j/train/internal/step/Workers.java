package io.github.sentiment4j.train.internal.step;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;

/**
 * Threads that compute in parallel, each with single-threaded operations. Threads that share every
 * matrix product wait for each other thousands of times in a step; beside other programs that took
 * four times as long.
 */
public final class Workers implements AutoCloseable {
  private final int count;
  private final ExecutorService threads;

  /** Starts the threads and sets libtorch and OpenBLAS to one thread per operation. */
  public Workers(int count) {
    torch.set_num_threads(1);
    openblas_nolapack.blas_set_num_threads(1);
    this.count = count;
    this.threads =
        Executors.newFixedThreadPool(
            count,
            work -> {
              Thread thread = new Thread(work, "sentiment-train");
              thread.setDaemon(true);
              return thread;
            });
  }

  public int count() {
    return count;
  }

  /** Returns the results in the order of the items; waits for all of them, interrupted or not. */
  public <T, R> List<R> map(List<T> items, Function<T, R> work) {
    List<CompletableFuture<R>> results =
        items.stream()
            .map(item -> CompletableFuture.supplyAsync(() -> work.apply(item), threads))
            .toList();
    try {
      CompletableFuture.allOf(results.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
    return results.stream().map(CompletableFuture::join).toList();
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
