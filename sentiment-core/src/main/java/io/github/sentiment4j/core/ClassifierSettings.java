package io.github.sentiment4j.core;

import io.github.sentiment4j.core.spi.EngineSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The settings of an open classifier, as the builder checked them. Immutable; made by {@link
 * SentimentClassifier.Builder}, whose methods give each one's default and range.
 *
 * @param model the model file, if the engine has one
 * @param device where to run
 * @param flashAttention how attention is computed
 * @param contexts batches that run at the same time
 * @param threads CPU threads of each context
 * @param maxTokens most tokens of one prompt, whether the caller, the model or the default says so
 * @param maxBatch most texts of one batch
 * @param truncation what happens to longer texts
 * @param prompt the caller's prompt, if set
 * @param labelWords the caller's label words, if set
 * @param temperature the caller's temperature, if set
 * @param abstainBelow abstention threshold in [0, 1]; 0 if the classifier never abstains
 * @param maxPending most texts of {@code classify} and {@code classifyAsync} that may wait
 * @param overloadPolicy what happens to further ones
 * @param deadline longest time of one call, if set
 */
public record ClassifierSettings(
    Optional<Path> model,
    Device device,
    FlashAttention flashAttention,
    int contexts,
    int threads,
    int maxTokens,
    int maxBatch,
    Truncation truncation,
    Optional<PromptTemplate> prompt,
    Optional<LabelWords> labelWords,
    OptionalDouble temperature,
    double abstainBelow,
    int maxPending,
    OverloadPolicy overloadPolicy,
    Optional<Duration> deadline) {

  /**
   * The part of the settings that concerns the engine.
   *
   * @param asked the caller's most tokens of one prompt, if set
   */
  EngineSpec engineSpec(OptionalInt asked) {
    return new EngineSpec(
        model,
        device,
        flashAttention,
        contexts,
        threads,
        asked,
        maxBatch,
        truncation,
        prompt,
        labelWords);
  }

  /** The same with the tokens that an open engine has in force. */
  ClassifierSettings withMaxTokens(int inForce) {
    return new ClassifierSettings(
        model,
        device,
        flashAttention,
        contexts,
        threads,
        inForce,
        maxBatch,
        truncation,
        prompt,
        labelWords,
        temperature,
        abstainBelow,
        maxPending,
        overloadPolicy,
        deadline);
  }
}
