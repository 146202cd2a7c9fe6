package io.github.sentiment4j.evaluation.report;

import io.github.sentiment4j.evaluation.CostMatrix;
import io.github.sentiment4j.evaluation.LabelledTexts;
import io.github.sentiment4j.evaluation.Latency;
import io.github.sentiment4j.evaluation.McNemar;
import io.github.sentiment4j.evaluation.Metric;
import io.github.sentiment4j.evaluation.Reliability;
import io.github.sentiment4j.evaluation.RiskCoverage;
import io.github.sentiment4j.evaluation.ScoredTexts;
import io.github.sentiment4j.evaluation.internal.output.PropertyTable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The words and number formats that all reports share. */
final class Wording {
  /** The shares of texts for which a report shows the risk. */
  private static final List<Double> COVERAGES = List.of(0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0);

  /** The rule for macro averages. */
  static final String MACRO =
      "macro averages are over all three labels; one that does not occur counts as 0";

  private Wording() {}

  /** Writes what was read, what was left out, and what failed. */
  static void writeData(LabelledTexts data, ScoredTexts scored, PropertyTable table)
      throws IOException {
    table.row("data", data.file() + ": " + data.describe());
    Optional<String> leftOut = data.describeDropped();
    if (leftOut.isPresent()) {
      table.row("left out", leftOut.get());
    }
    Optional<String> failures = scored.describeFailures();
    if (failures.isPresent()) {
      table.row("failed", failures.get());
    }
  }

  /** Returns percentiles in milliseconds. */
  static String describe(Latency latency) {
    return String.format(
        "p50 %s ms, p95 %s ms, p99 %s ms",
        milliseconds(latency.p50()), milliseconds(latency.p95()), milliseconds(latency.p99()));
  }

  static double millis(Duration time) {
    return time.toNanos() / 1e6;
  }

  /** Returns the ends of a bin, such as {@code (0.8, 0.9]}. */
  static String range(Reliability.Bin bin) {
    return String.format(Locale.ROOT, "(%.1f, %.1f]", bin.lower(), bin.upper());
  }

  /** Returns the points to show: for each share the first that answers at least as many texts. */
  static List<RiskCoverage.Point> points(RiskCoverage curve) {
    return COVERAGES.stream()
        .flatMap(
            coverage ->
                curve.points().stream().filter(point -> point.coverage() >= coverage).limit(1))
        .distinct()
        .toList();
  }

  /** Returns a value with 4 digits. */
  static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  /** Returns milliseconds such as {@code 48.3}. */
  static String milliseconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f", millis(time));
  }

  /** Returns the result of a test, with names for both models. */
  static String describe(McNemar test, String first, String second) {
    return String.format(
        Locale.ROOT,
        "only %s is right %,d times, only %s %,d times; %s, p = %.4g",
        first,
        test.onlyFirst(),
        second,
        test.onlySecond(),
        switch (test.method()) {
          case EXACT_BINOMIAL -> "exact binomial test";
          case CHI_SQUARE ->
              String.format(
                  Locale.ROOT, "chi-square with continuity correction %.2f", test.statistic());
        },
        test.pValue());
  }

  /** Returns the costs of errors in words. */
  static String describe(CostMatrix costs) {
    return "costs of errors "
        + costs
        + " (a row for each true label, a column for each predicted label)";
  }

  /** Returns the name of a metric as people write it. */
  static String name(Metric metric) {
    return switch (metric) {
      case ACCURACY -> "accuracy";
      case MACRO_F1 -> "macro-F1";
      case WEIGHTED_F1 -> "weighted F1";
      case EXPECTED_COST -> "cost";
      case ECE -> "ECE";
      case BRIER -> "Brier";
      case LOG_LOSS -> "log loss";
      case AURC -> "AURC";
    };
  }
}
