package io.github.sentiment4j.core;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How a model wants to be asked and read, as its file says ({@code sentiment.*} keys) or by
 * default. Immutable.
 *
 * @param prompt the prompt that it was trained with
 * @param labelWords the words that it answers with
 * @param calibration how its scores become probabilities
 * @param abstainBelow the abstention threshold that it suggests, in [0, 1]; used only where the
 *     caller sets {@code abstainBelow} to it
 * @param maxTokens most tokens of one prompt in its training, at least 1, which is the default of a
 *     classifier; of an open classifier those in force
 */
public record ModelProfile(
    PromptTemplate prompt,
    LabelWords labelWords,
    Calibration calibration,
    OptionalDouble abstainBelow,
    OptionalInt maxTokens) {
  /** Most tokens of one prompt where neither the caller nor the model says. */
  public static final int DEFAULT_MAX_TOKENS = 512;

  /** The reference experiment's prompt, English label words, no calibration, no threshold. */
  public static final ModelProfile DEFAULT =
      new ModelProfile(
          PromptTemplate.DEFAULT, LabelWords.ENGLISH, Calibration.NONE, OptionalDouble.empty());

  /** A profile of a model that does not say with how many tokens it was trained. */
  public ModelProfile(
      PromptTemplate prompt,
      LabelWords labelWords,
      Calibration calibration,
      OptionalDouble abstainBelow) {
    this(prompt, labelWords, calibration, abstainBelow, OptionalInt.empty());
  }

  /**
   * A profile of the values that a model file has.
   *
   * @param labels (3) words for positive, neutral and negative
   * @param bias (3) in the same order; empty for none
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

  /** Checks that nothing is null. */
  public ModelProfile {
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(labelWords, "labelWords");
    Objects.requireNonNull(calibration, "calibration");
    Objects.requireNonNull(abstainBelow, "abstainBelow");
    Objects.requireNonNull(maxTokens, "maxTokens");
  }
}
