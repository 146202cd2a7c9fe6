package io.github.sentiment4j.core;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The settings that an engine is opened with. Checked by the builder before any engine sees them.
 * Immutable.
 *
 * @param model the model file; empty if none was named, which engines that need one refuse
 * @param device where to run
 * @param flashAttention how to compute attention
 * @param contexts batches that run at the same time, at least 1
 * @param threads CPU threads of each context, at least 1
 * @param maxTokens the caller's most tokens of one prompt: prefix, text and suffix; empty for the
 *     model's own
 * @param maxBatch most texts of one batch, at least 1
 * @param truncation what happens to longer texts
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
   * Returns a model's profile with the caller's prompt, label words, temperature and tokens in the
   * place of its own. The tokens are there in any case: the caller's, else the model's own, else
   * {@link ModelProfile#DEFAULT_MAX_TOKENS}; those that the caller did not ask for are at most the
   * context.
   *
   * @param contextLength most tokens that the model was made for
   * @throws SentimentException {@link ErrorCode#INVALID_SETTING} if the caller's are more
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
