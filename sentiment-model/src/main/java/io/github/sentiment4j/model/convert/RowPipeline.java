package io.github.sentiment4j.model.convert;

import io.github.sentiment4j.model.tensor.Weight;
import io.github.sentiment4j.model.tensor.internal.TensorCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes weights a few rows at a time: several threads read and encode rows, the caller's thread
 * writes them in their order. Memory holds at most {@link #CHUNK_ELEMENTS} elements (or one row, if
 * that has more) for each thread and once more, as floats and encoded.
 */
final class RowPipeline implements AutoCloseable {
  private static final int CHUNK_ELEMENTS = 1 << 18;

  private final ExecutorService workers;
  private final Slot[] slots;

  /** A pipeline with a number of threads that encode. */
  RowPipeline(int threads) {
    workers =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "sentiment-encode");
              thread.setDaemon(true);
              return thread;
            });
    slots = new Slot[threads + 1];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = new Slot();
    }
  }

  /**
   * Writes all rows of a tensor.
   *
   * @param channel takes all that remains in a buffer with one call
   * @param written receives the number of written bytes after each chunk
   * @throws IOException if the channel fails, or the thread is interrupted
   * @throws io.github.sentiment4j.gguf.ModelFileException if the weight cannot be read
   */
  void write(PlannedTensor tensor, WritableByteChannel channel, IntConsumer written)
      throws IOException {
    Weight weight = tensor.source();
    TensorCodec codec = TensorCodec.of(tensor.type()).orElseThrow();
    int chunkRows = Math.max(1, CHUNK_ELEMENTS / weight.columns());
    int chunks = (weight.rows() - 1) / chunkRows + 1;
    for (int chunk = 0; chunk < chunks + slots.length; chunk++) {
      Slot slot = slots[chunk % slots.length];
      if (slot.encoded != null) {
        written.accept(channel.write(slot.take()));
      }
      if (chunk < chunks) {
        int firstRow = chunk * chunkRows;
        int rows = Math.min(chunkRows, weight.rows() - firstRow);
        slot.encoded = workers.submit(() -> slot.encode(weight, codec, firstRow, rows));
      }
    }
  }

  /** Stops the encoding. */
  @Override
  public void close() {
    workers.shutdownNow();
  }

  /** A failure on another thread, as it was. */
  static IOException rethrown(@Nullable Throwable failure) {
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    return new IOException(failure);
  }

  /** A reusable pair of buffers: rows are encoded into it and written from it. */
  private static final class Slot {
    private float[] rows = {};
    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private @Nullable Future<ByteBuffer> encoded;

    ByteBuffer encode(Weight weight, TensorCodec codec, int firstRow, int count) {
      int elements = count * weight.columns();
      int size = (int) codec.type().bytes(elements);
      if (rows.length < elements) {
        rows = new float[elements];
      }
      if (bytes.capacity() < size) {
        bytes = ByteBuffer.allocateDirect(size);
      }
      weight.read(firstRow, count, rows);
      codec.encode(rows, 0, elements, bytes.clear());
      return bytes.flip();
    }

    ByteBuffer take() throws IOException {
      try {
        return Objects.requireNonNull(encoded).get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ClosedByInterruptException();
      } catch (ExecutionException e) {
        throw rethrown(e.getCause());
      } finally {
        encoded = null;
      }
    }
  }
}
