package io.github.sentiment4j.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sentiment4j.core.Calibration;
import io.github.sentiment4j.core.Sentiment;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The figures that scikit-learn, scipy and numpy give. */
final class GoldenTest {
  private static final Offset<Double> EXACT = within(1e-12);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "three-classes",
        "class-absent-in-truth",
        "class-absent-in-both",
        "class-never-predicted",
        "one-sample",
        "all-wrong",
        "zeros-and-ones",
        "bin-edges"
      })
  void figures_ofACase_areThoseOfScikitLearn(String name) throws IOException {
    Golden golden = Golden.read(name + ".txt");
    Predictions predictions = golden.predictions();
    ConfusionMatrix matrix = ConfusionMatrix.of(predictions);

    for (Metric metric : Metric.values()) {
      assertThat(metric.of(predictions))
          .as("%s", metric)
          .isCloseTo(golden.values(metric.name())[0], EXACT);
    }
    double[] counts = golden.values("confusion");
    for (Sentiment truth : Sentiment.values()) {
      for (Sentiment predicted : Sentiment.values()) {
        assertThat((double) matrix.count(truth, predicted))
            .isEqualTo(counts[3 * truth.index() + predicted.index()]);
      }
    }
    assertThat(golden.all("class")).hasSize(Sentiment.COUNT);
    for (double[] expected : golden.all("class")) {
      ClassFigures figures = matrix.figures(Golden.CLASSES.get((int) expected[0]));
      assertFigures(figures, Arrays.copyOfRange(expected, 1, 4));
      assertThat(figures.support()).isEqualTo((int) expected[4]);
    }
    assertFigures(matrix.macroAverage(), golden.values("macro"));
    assertFigures(matrix.weightedAverage(), golden.values("weighted"));
    assertThat(matrix.table()).isEqualTo(Golden.text(name + ".report.txt"));
  }

  private static void assertFigures(ClassFigures figures, double[] expected) {
    assertThat(figures.precision()).isCloseTo(expected[0], EXACT);
    assertThat(figures.recall()).isCloseTo(expected[1], EXACT);
    assertThat(figures.f1()).isCloseTo(expected[2], EXACT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"three-classes", "class-absent-in-both"})
  void bootstrap_intervalsAndDifferences_areThoseOfNumpy(String name) throws IOException {
    Golden golden = Golden.read(name + ".txt");
    Predictions first = golden.predictions();
    Predictions second = Predictions.of(golden.truth(), golden.all("other"));
    Bootstrap bootstrap = new Bootstrap(40, 0.9, 7);

    for (Metric metric : Metric.values()) {
      if (metric != Metric.AURC) { // resamples repeat texts, and scikit-learn has no AURC
        assertInterval(
            bootstrap.intervals(first).get(metric), golden.values("interval", metric.name()));
        assertInterval(
            bootstrap.differences(first, second).get(metric),
            golden.values("difference", metric.name()));
      }
    }
  }

  private static void assertInterval(Interval interval, double[] expected) {
    assertThat(interval.lower()).isCloseTo(expected[0], EXACT);
    assertThat(interval.upper()).isCloseTo(expected[1], EXACT);
  }

  @Test
  void mcNemar_ofCounts_isThatOfScipy() throws IOException {
    for (String[] line : Golden.read("mcnemar.txt").lines()) {
      McNemar test = McNemar.of(Integer.parseInt(line[0]), Integer.parseInt(line[1]));
      double pValue = Double.parseDouble(line[3]);

      assertThat(test.statistic()).isCloseTo(Double.parseDouble(line[2]), EXACT);
      assertThat(test.pValue()).isCloseTo(pValue, within(1e-11 * pValue));
    }
  }

  @Test
  void fit_ofTemperature_findsTheMinimumOfScipy() throws IOException {
    Golden golden = Golden.read("fit.txt");
    double[] expected = golden.values("temperature");

    Calibration fitted = CalibrationFit.temperature(golden.scores(), golden.truth());

    assertThat(fitted.temperature()).isCloseTo(expected[0], within(1e-6));
    assertThat(fitted.withTemperature(1)).isEqualTo(Calibration.NONE);
    assertThat(logLoss(golden, fitted)).isCloseTo(expected[1], EXACT);
  }

  @Test
  void fit_ofTemperatureAndBias_findsTheMinimumOfScipy() throws IOException {
    Golden golden = Golden.read("fit.txt");
    double[] expected = golden.values("bias");

    Calibration fitted = CalibrationFit.temperatureAndBias(golden.scores(), golden.truth());

    assertThat(fitted.temperature()).isCloseTo(expected[0], within(1e-6));
    assertThat(fitted.positiveBias()).isCloseTo(expected[1], within(1e-6));
    assertThat(fitted.neutralBias()).isCloseTo(expected[2], within(1e-6));
    assertThat(fitted.negativeBias()).isCloseTo(expected[3], within(1e-6));
    assertThat(logLoss(golden, fitted)).isCloseTo(expected[4], EXACT);
  }

  private static double logLoss(Golden golden, Calibration calibration) {
    List<double[]> probabilities = golden.scores().stream().map(calibration::apply).toList();
    return Metric.LOG_LOSS.of(Predictions.of(golden.truth(), probabilities));
  }
}
