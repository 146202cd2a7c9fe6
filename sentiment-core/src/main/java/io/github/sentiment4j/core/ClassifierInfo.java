package io.github.sentiment4j.core;

import java.util.List;

/**
 * The description of an open classifier: its settings, its engine and its model, with the reasons
 * for their choice. Immutable.
 *
 * @param settings the settings in force
 * @param engine the engine, its device and its model
 * @param profile the prompt, the label words and the calibration in force
 * @param engineChoices all engines that were found, in the order in which they were asked
 */
public record ClassifierInfo(
    ClassifierSettings settings,
    EngineInfo engine,
    ModelProfile profile,
    List<EngineChoice> engineChoices) {
  public ClassifierInfo {
    engineChoices = List.copyOf(engineChoices);
  }

  /**
   * The choice of an engine, or the decision against it.
   *
   * @param engine the name of its provider
   * @param chosen true if this engine is in use
   * @param reason the reason for the choice or the decision
   */
  public record EngineChoice(String engine, boolean chosen, String reason) {}
}
