package io.github.sentiment4j.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Figures that the goldens do not cover. */
final class EvaluationTest {
  private static final Sentiment UP = Sentiment.POSITIVE;
  private static final Sentiment FLAT = Sentiment.NEUTRAL;
  private static final Sentiment DOWN = Sentiment.NEGATIVE;

  @Test
  void predictions_noTexts_areRefused() {
    assertThatThrownBy(() -> Predictions.of(List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "expected as many labels as rows of probabilities, at least one; found 0 and 0");
  }

  @Test
  void predictions_rowThatIsNoDistribution_isRefused() {
    for (double[] row : new double[][] {{0.5, 0.6, 0}, {1}, {1.5, -0.5, 0}, {Double.NaN, 1, 0}}) {
      assertThatThrownBy(() -> Predictions.of(List.of(UP), List.of(row)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("row 0: expected 3 probabilities that sum to 1, found [");
    }
  }

  @Test
  void reliability_confidenceOnAnEdge_isInTheBinBelow() {
    Reliability reliability =
        Reliability.of(Predictions.of(List.of(UP, UP), List.of(p(0.5, 0.3, 0.2), p(1, 0, 0))));

    assertThat(reliability.bins()).hasSize(10);
    assertThat(reliability.bins().get(4)).isEqualTo(new Reliability.Bin(0.4, 0.5, 1, 0.5, 1));
    assertThat(reliability.bins().get(9)).isEqualTo(new Reliability.Bin(0.9, 1, 1, 1, 1));
    assertThat(reliability.bins().get(0).count()).isZero();
    assertThat(reliability.bins().get(0).accuracy()).isNaN();
    assertThat(reliability.ece()).isCloseTo(0.25, within(1e-15));
  }

  @Test
  void riskCoverage_equalConfidences_doNotDependOnTheOrderOfTexts() {
    List<Sentiment> truth = List.of(UP, DOWN, UP, UP);
    List<double[]> rows = List.of(p(0.8, 0.1, 0.1), p(0.8, 0.2, 0), p(0.9, 0.1, 0), p(0.8, 0, 0.2));
    RiskCoverage curve = RiskCoverage.of(Predictions.of(truth, rows));

    assertThat(curve.points())
        .containsExactly(
            new RiskCoverage.Point(0.9, 0.25, 0), new RiskCoverage.Point(0.8, 1, 0.25));
    assertThat(curve.abstainingBelow(0.85)).isEqualTo(new RiskCoverage.Point(0.85, 0.25, 0));
    assertThat(curve.abstainingBelow(0.8)).isEqualTo(new RiskCoverage.Point(0.8, 1, 0.25));
    assertThat(curve.abstainingBelow(0.95)).isEqualTo(new RiskCoverage.Point(0.95, 0, 0));
    // Expected errors among the first 1, 2, 3, 4 texts: 0, 1/3, 2/3, 1.
    assertThat(curve.area())
        .isCloseTo((0 + 1 / 3.0 / 2 + 2 / 3.0 / 3 + 1 / 4.0) / 4, within(1e-15));
  }

  @Test
  void bootstrap_sameSeed_givesTheSame_andAnotherSeedDoesNot() {
    Predictions predictions =
        Predictions.of(
            IntStream.range(0, 50).mapToObj(i -> i % 3 == 0 ? DOWN : UP).toList(),
            Collections.nCopies(50, p(0.6, 0.3, 0.1)));

    assertThat(Bootstrap.DEFAULT.intervals(predictions))
        .isEqualTo(Bootstrap.DEFAULT.intervals(predictions))
        .isNotEqualTo(new Bootstrap(1000, 0.95, 2).intervals(predictions));
    Interval accuracy = Bootstrap.DEFAULT.intervals(predictions).get(Metric.ACCURACY);
    assertThat(Metric.ACCURACY.of(predictions)).isBetween(accuracy.lower(), accuracy.upper());
  }

  @Test
  void bootstrap_differenceToItself_isZero() {
    Predictions predictions =
        Predictions.of(List.of(UP, DOWN), List.of(p(0.6, 0.3, 0.1), p(0.5, 0.2, 0.3)));

    assertThat(Bootstrap.DEFAULT.differences(predictions, predictions).values().values())
        .containsOnly(new Interval(0, 0));
  }

  @Test
  void comparison_ofOtherTexts_isRefused() {
    Predictions first = Predictions.of(List.of(UP), List.of(p(1, 0, 0)));
    Predictions second = Predictions.of(List.of(DOWN), List.of(p(1, 0, 0)));

    assertThatThrownBy(() -> McNemar.of(first, second))
        .hasMessageContaining("expected two predictions of the same texts");
    assertThatThrownBy(() -> Bootstrap.DEFAULT.differences(first, second))
        .hasMessageContaining("expected two predictions of the same texts");
  }

  @Test
  void mcNemar_discordantPairs_chooseTheMethod() {
    assertThat(McNemar.of(24, 0).method()).isEqualTo(McNemar.Method.EXACT_BINOMIAL);
    assertThat(McNemar.of(24, 1).method()).isEqualTo(McNemar.Method.CHI_SQUARE);
  }

  @Test
  void latency_percentiles_areInterpolated() {
    List<Duration> times = IntStream.rangeClosed(0, 100).mapToObj(Duration::ofMillis).toList();

    assertThat(Latency.of(times))
        .isEqualTo(
            new Latency(Duration.ofMillis(50), Duration.ofMillis(95), Duration.ofMillis(99)));
    assertThat(Latency.of(times.subList(0, 2)).p50()).isEqualTo(Duration.ofNanos(500_000));
    assertThatThrownBy(() -> Latency.of(List.of())).hasMessageContaining("found none");
  }

  @Test
  void fit_classesThatAreMissing_areNamed() {
    assertThatThrownBy(() -> CalibrationFit.temperature(scores(2), Collections.nCopies(2, FLAT)))
        .isInstanceOfSatisfying(
            SentimentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_DATA))
        .hasMessageContaining(
            "A fit needs texts of at least two classes, found 2 texts of [NEUTRAL]");
    assertThatThrownBy(() -> CalibrationFit.temperatureAndBias(scores(2), List.of(UP, DOWN)))
        .hasMessageContaining(
            "A fit needs texts of all three classes, found 2 texts of [POSITIVE, NEGATIVE]");
  }

  @Test
  void fit_textsWithoutAnError_hasNoBestTemperature() {
    List<float[]> scores =
        List.of(new float[] {0, -1, -2}, new float[] {-1, 0, -2}, new float[] {-2, -1, 0});

    for (boolean bias : new boolean[] {false, true}) {
      List<Sentiment> truth = List.of(UP, FLAT, DOWN);
      assertThatThrownBy(
              () -> {
                if (bias) {
                  CalibrationFit.temperatureAndBias(scores, truth);
                } else {
                  CalibrationFit.temperature(scores, truth);
                }
              })
          .isInstanceOf(SentimentException.class)
          .hasMessageContaining("No calibration is best for these 3 texts")
          .hasMessageContaining("without an error");
    }
  }

  @Test
  void fit_scoresThatSayTheOpposite_haveNoBestTemperature() {
    List<float[]> scores = List.of(new float[] {0, -1, -2}, new float[] {-2, -1, 0});

    assertThatThrownBy(() -> CalibrationFit.temperature(scores, List.of(DOWN, UP)))
        .hasMessageContaining("the scores say nothing about their classes");
  }

  @Test
  void fit_equalScores_haveNoBestTemperature() {
    List<float[]> scores = Collections.nCopies(2, new float[] {-1, -1, -1});

    assertThatThrownBy(() -> CalibrationFit.temperature(scores, List.of(DOWN, UP)))
        .hasMessageContaining("the scores say nothing about their classes");
  }

  @Test
  void fit_scoresFarApart_isFound() {
    // 1 of 4 is wrong, so that the best probability of the first label is 3/4.
    List<float[]> scores = Collections.nCopies(4, new float[] {0, -30, -1000});

    assertThat(CalibrationFit.temperature(scores, List.of(UP, UP, UP, FLAT)).temperature())
        .isCloseTo(30 / Math.log(3), within(1e-6));
  }

  private static List<float[]> scores(int size) {
    return Collections.nCopies(size, new float[] {0, -1, -2});
  }

  private static double[] p(double positive, double neutral, double negative) {
    return new double[] {positive, neutral, negative};
  }
}
