package io.github.sentiment4j.model;

/** Hears how far a long piece of work is; called on the thread that works, often and cheaply. */
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
