package io.github.sentiment4j.core;

/**
 * The treatment of a single text when as many texts wait as {@link
 * SentimentClassifier.Builder#maxPending} allows. Texts of {@code classifyAll} and {@code scoreAll}
 * wait in their caller's list and are never refused.
 */
public enum OverloadPolicy {
  /**
   * The text fails with {@link ErrorCode#BUSY} at once. This suits services, whose callers can try
   * again.
   */
  REFUSE,

  /**
   * The caller waits until the queue has room, in the order of arrival. This suits pipelines and
   * virtual threads. {@code classifyAsync} also waits before it returns its future, so do not call
   * it on a thread that must not wait, such as an event loop, or in a {@link ClassifierListener}.
   * The wait counts towards the deadline. An interrupt and {@code close()} end it. The thread holds
   * no lock while it waits, so a virtual thread releases its carrier.
   */
  BLOCK
}
