package io.github.sentiment4j.core.spi;

import io.github.sentiment4j.core.Device;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.FlashAttention;
import io.github.sentiment4j.core.LabelWords;
import io.github.sentiment4j.core.ModelProfile;
import io.github.sentiment4j.core.PromptTemplate;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.core.Truncation;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What an engine is opened with. Checked by the builder before any engine sees it. Immutable.
 *
 * @param model the model file; empty if none was named, which engines that need one refuse
 * @param device where to run
 * @param flashAttention how to compute attention
 * @param contexts how many calls of {@link ScoringEngine#score} may run at the same time, at least
 *     1
 * @param threads CPU threads of each context, at least 1
 * @param maxTokens most tokens of one prompt: prefix, text and suffix
 * @param maxBatch most texts of one call of {@link ScoringEngine#score}, at least 1
 * @param truncation what to do with texts that are longer
 * @param prompt the caller's prompt; empty for the model's own
 * @param labelWords the caller's label words; empty for the model's own
 */
public record EngineSpec(
    Optional<Path> model,
    Device device,
    FlashAttention flashAttention,
    int contexts,
    int threads,
    int maxTokens,
    int maxBatch,
    Truncation truncation,
    Optional<PromptTemplate> prompt,
    Optional<LabelWords> labelWords) {

  /** A model's profile with the caller's prompt and label words in the place of its own. */
  public ModelProfile profileInForce(ModelProfile own) {
    return new ModelProfile(
        prompt.orElse(own.prompt()),
        labelWords.orElse(own.labelWords()),
        own.calibration(),
        own.abstainBelow());
  }

  /**
   * Checks that prompts are not longer than a model was made for.
   *
   * @param contextLength in tokens
   * @throws SentimentException {@link ErrorCode#INVALID_SETTING} if they may be
   */
  public void requireContextLength(int contextLength) {
    if (maxTokens > contextLength) {
      throw new SentimentException(
          ErrorCode.INVALID_SETTING,
          "maxTokens is "
              + maxTokens
              + ", but this model was made for at most "
              + contextLength
              + " tokens; lower it");
    }
  }
}
