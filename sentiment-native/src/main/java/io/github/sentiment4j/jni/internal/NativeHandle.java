package io.github.sentiment4j.jni.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.SentimentException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * A handle of native memory. Calls share a read lock, and closing takes the write lock, so no call
 * meets freed memory. After that every call fails.
 */
public final class NativeHandle implements AutoCloseable {
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final String what;
  private final LongConsumer free;

  @GuardedBy("lock")
  private long handle; // 0 once closed

  private NativeHandle(String what, long handle, LongConsumer free) {
    this.what = what;
    this.handle = handle;
    this.free = free;
  }

  /**
   * Allocates native memory.
   *
   * @param what the name of the object in the message that it is closed
   * @param open allocates the object and returns its handle
   * @param free frees the object
   * @throws SentimentException if native code fails
   */
  public static NativeHandle open(String what, LongSupplier open, LongConsumer free) {
    try {
      return new NativeHandle(what, open.getAsLong(), free);
    } catch (NativeException e) {
      throw e.translate();
    }
  }

  /**
   * Makes a call with the handle.
   *
   * @throws SentimentException {@link ErrorCode#CLOSED}, or if native code fails
   */
  public <T> T call(LongFunction<T> call) {
    lock.readLock().lock();
    try {
      if (handle == 0) {
        throw new SentimentException(ErrorCode.CLOSED, "The " + what + " is closed");
      }
      return call.apply(handle);
    } catch (NativeException e) {
      throw e.translate();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Makes a call without a result, see {@link #call}. */
  public void run(LongConsumer call) {
    this.<Void>call(
        open -> {
          call.accept(open);
          return null;
        });
  }

  /** Waits for the running calls and frees the memory; idempotent. */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (handle != 0) {
        long open = handle;
        handle = 0;
        free.accept(open);
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
