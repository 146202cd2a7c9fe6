package io.github.sentiment4j.evaluation;

import io.github.sentiment4j.core.Calibration;
import java.util.List;
import java.util.Optional;

/**
 * The result of an evaluation.
 *
 * @param scoring the scores of the model
 * @param costs the costs of errors
 * @param figures the figures under the calibration in force
 * @param uncalibrated the figures with temperature 1 and no bias; empty if that is the calibration
 *     in force
 * @param abstaining risk and coverage of the threshold in force; empty if there is none
 * @param comparison the comparison with other models; empty if there are none
 */
public record Evaluation(
    LabelledTexts data,
    ScoredTexts scoring,
    ModelSummary model,
    Latency latency,
    Bootstrap bootstrap,
    CostMatrix costs,
    PredictionFigures figures,
    Optional<PredictionFigures> uncalibrated,
    Optional<RiskCoverage.Point> abstaining,
    Optional<Comparison> comparison) {

  /** Computes all figures, where errors cost {@link CostMatrix#DISTANCE}. */
  public static Evaluation of(LabelledTexts data, List<ScoredTexts> scorings, Bootstrap bootstrap) {
    return of(data, scorings, bootstrap, CostMatrix.DISTANCE);
  }

  /**
   * Computes all figures.
   *
   * @param scorings the scores of the model, and of those that it is compared with
   */
  public static Evaluation of(
      LabelledTexts data, List<ScoredTexts> scorings, Bootstrap bootstrap, CostMatrix costs) {
    ScoredTexts scoring = scorings.get(0);
    Calibration calibration = scoring.calibration();
    PredictionFigures figures = PredictionFigures.of(scoring, calibration, bootstrap, costs);
    double abstainBelow = scoring.info().settings().abstainBelow();
    return new Evaluation(
        data,
        scoring,
        ModelSummary.of(scoring.info()),
        scoring.latency(),
        bootstrap,
        costs,
        figures,
        calibration.equals(Calibration.NONE)
            ? Optional.empty()
            : Optional.of(PredictionFigures.of(scoring, Calibration.NONE, bootstrap, costs)),
        abstainBelow == 0
            ? Optional.empty()
            : Optional.of(figures.riskCoverage().abstainingBelow(abstainBelow)),
        scorings.size() == 1
            ? Optional.empty()
            : Optional.of(Comparison.of(scorings, bootstrap, costs)));
  }
}
