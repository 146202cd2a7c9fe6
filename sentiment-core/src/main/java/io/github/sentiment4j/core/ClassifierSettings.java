package io.github.sentiment4j.core;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of an open classifier. {@link SentimentClassifier.Builder} has checked them; its
 * methods describe the default and the range of each. Immutable.
 *
 * @param engine the settings with which the engine was opened
 * @param maxTokens the limit on the tokens of one prompt that is in force: the caller's, the
 *     model's or the default
 * @param abstainBelow the abstention threshold in [0, 1]; 0 if the classifier never abstains
 * @param maxPending the most texts of {@code classify} and {@code classifyAsync} that may wait
 * @param overloadPolicy the treatment of further texts
 * @param deadline the longest time of one call; empty if there is no limit
 */
public record ClassifierSettings(
    EngineSpec engine,
    int maxTokens,
    double abstainBelow,
    int maxPending,
    OverloadPolicy overloadPolicy,
    Optional<Duration> deadline) {

  /** Returns the model file, if the engine has one. */
  public Optional<Path> model() {
    return engine.model();
  }

  /** Returns the number of batches that run at the same time. */
  public int contexts() {
    return engine.contexts();
  }

  /** Returns the number of CPU threads of each context. */
  public int threads() {
    return engine.threads();
  }

  /** Returns the most texts of one batch. */
  public int maxBatch() {
    return engine.maxBatch();
  }

  /** Returns the treatment of texts with more than {@link #maxTokens} tokens. */
  public Truncation truncation() {
    return engine.truncation();
  }
}
