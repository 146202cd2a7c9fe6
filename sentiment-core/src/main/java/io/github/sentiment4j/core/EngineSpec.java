package io.github.sentiment4j.core;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The settings with which an engine is opened. The builder has checked them. Immutable.
 *
 * @param model the model file; empty if the caller named none
 * @param device the device on which to run
 * @param flashAttention the way to compute attention
 * @param contexts the number of batches that run at the same time, at least 1
 * @param threads the number of CPU threads of each context, at least 1
 * @param maxTokens the caller's limit on the tokens of one prompt (prefix, text and suffix); empty
 *     for the model's own
 * @param maxBatch the most texts of one batch, at least 1
 * @param truncation the treatment of texts that do not fit
 * @param prompt the caller's prompt; empty for the model's own
 * @param labelWords the caller's label words; empty for the model's own
 * @param temperature the caller's temperature; empty for the model's own
 */
public record EngineSpec(
    Optional<Path> model,
    Device device,
    FlashAttention flashAttention,
    int contexts,
    int threads,
    OptionalInt maxTokens,
    int maxBatch,
    Truncation truncation,
    Optional<PromptTemplate> prompt,
    Optional<LabelWords> labelWords,
    OptionalDouble temperature) {

  /**
   * Returns a model's profile, in which the caller's prompt, label words, temperature and {@code
   * maxTokens} replace the model's own. The result always has {@code maxTokens}: the caller's, else
   * the model's own, else {@link ModelProfile#DEFAULT_MAX_TOKENS}; the latter two are lowered to
   * {@code contextLength} where they exceed it.
   *
   * @param contextLength the most tokens that the model supports
   * @throws SentimentException {@link ErrorCode#INVALID_SETTING} if the caller's {@code maxTokens}
   *     exceeds {@code contextLength}
   */
  public ModelProfile profileInForce(ModelProfile own, int contextLength) {
    if (maxTokens.isPresent() && maxTokens.getAsInt() > contextLength) {
      throw new SentimentException(
          ErrorCode.INVALID_SETTING,
          "maxTokens is "
              + maxTokens.getAsInt()
              + ", but this model was made for at most "
              + contextLength
              + " tokens; lower it");
    }
    int byDefault =
        Math.min(own.maxTokens().orElse(ModelProfile.DEFAULT_MAX_TOKENS), contextLength);
    return new ModelProfile(
        prompt.orElse(own.prompt()),
        labelWords.orElse(own.labelWords()),
        temperature.isPresent()
            ? own.calibration().withTemperature(temperature.getAsDouble())
            : own.calibration(),
        own.abstainBelow(),
        OptionalInt.of(maxTokens.orElse(byDefault)));
  }
}
