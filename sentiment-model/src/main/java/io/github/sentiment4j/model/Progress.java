package io.github.sentiment4j.model;

/**
 * Receives the progress of a long piece of work, on the thread that works. Implementations must be
 * cheap, because they are called often.
 */
@FunctionalInterface
public interface Progress {
  /** Nobody listens. */
  Progress NONE = (step, done, total) -> {};

  /**
   * Work was done.
   *
   * @param step the current step, such as the name of a tensor
   * @param done units of work done so far, usually bytes
   * @param total units of work in all; 0 if nobody knows
   */
  void advanced(String step, long done, long total);
}
