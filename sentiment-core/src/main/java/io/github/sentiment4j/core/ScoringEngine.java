package io.github.sentiment4j.core;

import java.util.List;

/** An open model. */
public interface ScoringEngine extends AutoCloseable {
  /** Returns what this engine is and runs on. */
  EngineInfo info();

  /** Returns the profile in force, see {@link EngineSpec#profileInForce}. */
  ModelProfile profile();

  /**
   * Returns the contexts of this engine, {@link EngineSpec#contexts()} of them. Each is used by one
   * thread, all of them at the same time.
   */
  List<? extends ScoringContext> contexts();

  /** Frees everything, any number of times. Not called while a context scores texts. */
  @Override
  void close();
}
