package io.github.sentiment4j.core;

import java.util.List;

/**
 * What an open classifier is: its settings, its engine, its model, and why they were chosen.
 * Immutable.
 *
 * @param settings the settings in force
 * @param engine the engine, device and model
 * @param profile prompt, label words and calibration in force
 * @param engineChoices every engine that was found, in the order in which they were asked
 */
public record ClassifierInfo(
    ClassifierSettings settings,
    EngineInfo engine,
    ModelProfile profile,
    List<EngineChoice> engineChoices) {
  /** Copies the list. */
  public ClassifierInfo {
    engineChoices = List.copyOf(engineChoices);
  }

  /**
   * Why an engine was or was not chosen.
   *
   * @param engine name of its provider
   * @param chosen whether it is the one in use
   * @param reason why
   */
  public record EngineChoice(String engine, boolean chosen, String reason) {}
}
