package io.github.sentiment4j.core;

/**
 * What happens to a single text when as many wait already as {@link
 * SentimentClassifier.Builder#maxPending} allows. Texts of {@code classifyAll} and {@code scoreAll}
 * wait in their caller's list and are never refused.
 */
public enum OverloadPolicy {
  /** It fails with {@link ErrorCode#BUSY} at once: for services, whose callers can try again. */
  REFUSE,

  /**
   * Its caller waits until there is room, first come first served: for pipelines and virtual
   * threads, which have nothing better to do. {@code classifyAsync} then waits too before it gives
   * its future, so never call it where a thread must not wait (an event loop), nor in a {@link
   * ClassifierListener}. The wait counts for the deadline, and ends with an interrupt and with
   * {@code close()}. No lock is held meanwhile, so that a virtual thread leaves its carrier.
   */
  BLOCK
}
