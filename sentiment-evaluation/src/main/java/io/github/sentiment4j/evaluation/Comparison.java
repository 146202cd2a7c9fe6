package io.github.sentiment4j.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Models on the texts that all of them could classify, each under its own calibration.
 *
 * @param texts how many texts that are
 * @param models at least two
 */
public record Comparison(int texts, List<Candidate> models) {

  /**
   * One of the models.
   *
   * @param difference from the first model, which has none
   */
  public record Candidate(
      ModelSummary model,
      PerMetric<Double> values,
      ConfusionMatrix confusion,
      Latency latency,
      Optional<Difference> difference) {}

  /**
   * How a model differs from the first one.
   *
   * @param intervals of its values minus those of the first
   * @param test whether both are right equally often
   */
  public record Difference(PerMetric<Interval> intervals, McNemar test) {}

  static Comparison of(List<ScoredTexts> models, Bootstrap bootstrap) {
    List<ScoredTexts> common = ScoredTexts.onCommonTexts(models);
    Predictions first = common.get(0).predictions();
    List<Candidate> candidates = new ArrayList<>();
    for (ScoredTexts scoring : common) {
      Predictions predictions = scoring.predictions();
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

  /** How much larger a value of one of the models is than that of the first. */
  public double difference(Candidate other, Metric metric) {
    return other.values().get(metric) - models.get(0).values().get(metric);
  }

  /** The models but the first. */
  List<Candidate> others() {
    return models.subList(1, models.size());
  }
}
