package io.github.sentiment4j.core;

/** Something that occupies a worker and one context of the engine. */
sealed interface Task permits Batch, WarmUp {
  /** Whether nobody waits for it any more. */
  boolean isAbandoned();

  /** Lets nobody wait for it any longer, for this reason, and asks the engine to stop. */
  void stop(Ending.Failed why);
}
