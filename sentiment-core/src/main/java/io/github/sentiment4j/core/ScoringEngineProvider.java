package io.github.sentiment4j.core;

import java.util.Optional;

/**
 * Opens scoring engines of one kind. The classifier asks providers in the order of their {@link
 * #priority()} and uses the first one that is available. Implementations are stateless and
 * thread-safe.
 */
public interface ScoringEngineProvider {
  /** Returns a short name such as {@code native}, unique among the providers of an application. */
  String name();

  /**
   * Returns the priority, by default 0. Providers with a higher one are asked first. An engine with
   * a negative one stands in for better engines: when it is chosen, a warning is logged that says
   * why the others cannot be used.
   */
  default int priority() {
    return 0;
  }

  /**
   * Returns the reason why this provider cannot serve {@code spec} on this machine, such as a
   * missing library, device or model; empty if it can. A fault of the model file is not a reason;
   * {@link #open} reports it.
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
