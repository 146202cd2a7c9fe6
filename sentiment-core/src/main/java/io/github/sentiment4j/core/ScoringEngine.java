package io.github.sentiment4j.core;

import java.util.List;

/** A model that an engine has opened. */
public interface ScoringEngine extends AutoCloseable {
  /** Returns the description of this engine, its device and its model. */
  EngineInfo info();

  /** Returns the profile in force, see {@link EngineSpec#profileInForce}. */
  ModelProfile profile();

  /**
   * Returns the contexts of this engine, {@link EngineSpec#contexts()} in number. One thread uses
   * each context, and all contexts are used at the same time.
   */
  List<? extends ScoringContext> contexts();

  /** Frees the model; idempotent. It is not called while a context scores texts. */
  @Override
  void close();
}
