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
 * What native code has allocated. Calls share a lock that keeps it alive, closing takes it alone;
 * after that every call fails.
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
   * Opens something.
   *
   * @param what its name in the message that it is closed
   * @param free frees it
   * @throws SentimentException what the native failure stands for
   */
  public static NativeHandle open(String what, LongSupplier open, LongConsumer free) {
    try {
      return new NativeHandle(what, open.getAsLong(), free);
    } catch (NativeException e) {
      throw e.translate();
    }
  }

  /**
   * Makes a call.
   *
   * @throws SentimentException {@link ErrorCode#CLOSED}, or what the native failure stands for
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

  /** Waits for the calls that run and frees what is behind the handle; idempotent. */
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
