package io.github.sentiment4j.core;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * How a model wants to be asked and read, as its file says ({@code sentiment.*} keys) or by
 * default. Immutable.
 *
 * @param prompt the prompt that it was trained with
 * @param labelWords the words that it answers with
 * @param calibration how its scores become probabilities
 * @param abstainBelow the abstention threshold that it suggests, in [0, 1]; used only where the
 *     caller sets {@code abstainBelow} to it
 */
public record ModelProfile(
    PromptTemplate prompt,
    LabelWords labelWords,
    Calibration calibration,
    OptionalDouble abstainBelow) {
  /** The reference experiment's prompt, English label words, no calibration, no threshold. */
  public static final ModelProfile DEFAULT =
      new ModelProfile(
          PromptTemplate.DEFAULT, LabelWords.ENGLISH, Calibration.NONE, OptionalDouble.empty());

  /** Checks that nothing is null. */
  public ModelProfile {
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(labelWords, "labelWords");
    Objects.requireNonNull(calibration, "calibration");
    Objects.requireNonNull(abstainBelow, "abstainBelow");
  }
}
