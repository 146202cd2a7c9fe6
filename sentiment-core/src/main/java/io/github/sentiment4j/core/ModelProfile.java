package io.github.sentiment4j.core;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The prompt, the label words and the other properties of a model that scoring needs. The model
 * file has them under {@code sentiment.*} keys; otherwise they have defaults. Immutable.
 *
 * @param prompt the prompt with which the model was trained
 * @param labelWords the words with which the model answers
 * @param calibration the calibration of its scores
 * @param abstainBelow the abstention threshold that the model suggests, in [0, 1]; a classifier
 *     uses it only if the caller sets {@code abstainBelow} to it
 * @param maxTokens the most tokens of one prompt in training, at least 1, which is the default of a
 *     classifier; for an open classifier, the limit in force
 */
public record ModelProfile(
    PromptTemplate prompt,
    LabelWords labelWords,
    Calibration calibration,
    OptionalDouble abstainBelow,
    OptionalInt maxTokens) {
  /** The most tokens of one prompt if neither the caller nor the model sets a limit. */
  public static final int DEFAULT_MAX_TOKENS = 512;

  /**
   * The profile with the reference experiment's prompt, English label words, no calibration and no
   * threshold.
   */
  public static final ModelProfile DEFAULT =
      new ModelProfile(
          PromptTemplate.DEFAULT, LabelWords.ENGLISH, Calibration.NONE, OptionalDouble.empty());

  /** Creates the profile of a model without a number of tokens in training. */
  public ModelProfile(
      PromptTemplate prompt,
      LabelWords labelWords,
      Calibration calibration,
      OptionalDouble abstainBelow) {
    this(prompt, labelWords, calibration, abstainBelow, OptionalInt.empty());
  }

  /**
   * Returns the profile of the values in a model file.
   *
   * @param labels (3) words for positive, neutral and negative
   * @param bias (3) biases in the same order; empty for none
   * @throws SentimentException {@link ErrorCode#INVALID_SETTING} if a value is out of range
   */
  public static ModelProfile of(
      String prompt,
      List<String> labels,
      double temperature,
      List<Float> bias,
      Optional<Float> abstainBelow,
      Optional<Integer> maxTokens) {
    List<Float> added = bias.isEmpty() ? List.of(0f, 0f, 0f) : bias;
    return new ModelProfile(
        PromptTemplate.of(prompt),
        LabelWords.of(labels),
        new Calibration(temperature, added.get(0), added.get(1), added.get(2)),
        abstainBelow.map(OptionalDouble::of).orElseGet(OptionalDouble::empty),
        maxTokens.map(OptionalInt::of).orElseGet(OptionalInt::empty));
  }

  public ModelProfile {
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(labelWords, "labelWords");
    Objects.requireNonNull(calibration, "calibration");
    Objects.requireNonNull(abstainBelow, "abstainBelow");
    Objects.requireNonNull(maxTokens, "maxTokens");
  }
}
