package io.github.sentiment4j.core;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of an open classifier, as the builder checked them. Immutable; made by {@link
 * SentimentClassifier.Builder}, whose methods give each one's default and range.
 *
 * @param engine the settings that the engine was opened with
 * @param maxTokens most tokens of one prompt in force: the caller's, the model's or the default
 * @param abstainBelow abstention threshold in [0, 1]; 0 if the classifier never abstains
 * @param maxPending most texts of {@code classify} and {@code classifyAsync} that may wait
 * @param overloadPolicy what happens to further ones
 * @param deadline longest time of one call, if set
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

  /** Returns the CPU threads of each context. */
  public int threads() {
    return engine.threads();
  }

  /** Returns the most texts of one batch. */
  public int maxBatch() {
    return engine.maxBatch();
  }

  /** Returns what happens to texts of more than {@link #maxTokens} tokens. */
  public Truncation truncation() {
    return engine.truncation();
  }
}
