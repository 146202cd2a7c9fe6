package io.github.sentiment4j.core;

import java.util.Optional;

/**
 * Opens scoring engines of one kind. Providers are asked in the order of their {@link #priority()};
 * the first one with no reason against it is used. Implementations are stateless and thread-safe.
 */
public interface ScoringEngineProvider {
  /** A short name, such as {@code native}; unique among the providers of one application. */
  String name();

  /**
   * Providers with a higher priority are asked first; 0 unless overridden. Below 0 is for an engine
   * that only stands in for better ones: when it is chosen, a warning with their reasons is logged.
   */
  default int priority() {
    return 0;
  }

  /**
   * Why this provider cannot serve {@code spec} on this machine (missing libraries, device, model),
   * or empty when it can. What is wrong with the model file itself is not a reason; {@link #open}
   * reports it.
   */
  Optional<String> unavailableReason(EngineSpec spec);

  /**
   * Opens an engine.
   *
   * @throws SentimentException if the model is missing, invalid or unsupported, or does not fit a
   *     setting
   */
  ScoringEngine open(EngineSpec spec);
}
