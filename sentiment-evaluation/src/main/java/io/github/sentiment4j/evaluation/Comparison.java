package io.github.sentiment4j.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A comparison of models on the texts that all of them classified, each under its own calibration.
 *
 * @param texts the number of these texts
 * @param models the models, at least two
 */
public record Comparison(int texts, List<Candidate> models) {

  /**
   * One of the models.
   *
   * @param difference the difference from the first model; empty for that one
   */
  public record Candidate(
      ModelSummary model,
      PerMetric<Double> values,
      ConfusionMatrix confusion,
      Latency latency,
      Optional<Difference> difference) {}

  /**
   * The difference of a model from the first one.
   *
   * @param intervals the intervals of its values minus those of the first
   * @param test the test of whether both are right equally often
   */
  public record Difference(PerMetric<Interval> intervals, McNemar test) {}

  static Comparison of(List<ScoredTexts> models, Bootstrap bootstrap, CostMatrix costs) {
    List<ScoredTexts> common = ScoredTexts.onCommonTexts(models);
    Predictions first = common.get(0).predictions().withCosts(costs);
    List<Candidate> candidates = new ArrayList<>();
    for (ScoredTexts scoring : common) {
      Predictions predictions = scoring.predictions().withCosts(costs);
      candidates.add(
          new Candidate(
              ModelSummary.of(scoring.info()),
              PredictionFigures.values(predictions),
              ConfusionMatrix.of(predictions),
              scoring.latency(),
              candidates.isEmpty()
                  ? Optional.empty()
                  : Optional.of(
                      new Difference(
                          bootstrap.differences(first, predictions),
                          McNemar.of(first, predictions)))));
    }
    return new Comparison(first.size(), candidates);
  }

  /** Returns the value of a model minus that of the first. */
  public double difference(Candidate other, Metric metric) {
    return other.values().get(metric) - models.get(0).values().get(metric);
  }
}
