package io.github.sentiment4j.cli.evaluate;

import io.github.sentiment4j.cli.output.Table;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.evaluation.ConfusionMatrix;
import io.github.sentiment4j.evaluation.Interval;
import io.github.sentiment4j.evaluation.Latency;
import io.github.sentiment4j.evaluation.McNemar;
import io.github.sentiment4j.evaluation.Metric;
import io.github.sentiment4j.evaluation.Reliability;
import io.github.sentiment4j.evaluation.RiskCoverage;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Shows an evaluation to people. */
final class EvaluationText {
  /** Shares of texts for which the risk is shown. */
  private static final List<Double> COVERAGES = List.of(0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0);

  /** How macro averages are made. */
  static final String MACRO =
      "macro averages are over all three labels; one that does not occur counts as 0";

  private final EvaluationReport report;
  private final Writer writer;

  EvaluationText(EvaluationReport report, Writer writer) {
    this.report = report;
    this.writer = writer;
  }

  void write() throws IOException {
    writeSummary();
    line("");
    writer.write(report.figures().confusion().table());
    writeUndefined();
    writeConfusion();
    writeMetrics();
    writeReliability();
    writeRiskCoverage();
    if (report.comparison().isPresent()) {
      writeComparison(report.comparison().get());
    }
  }

  private void writeSummary() throws IOException {
    Table table = new Table(writer);
    report.data().writeTo(table);
    Optional<String> failures = report.scoring().describeFailures();
    if (failures.isPresent()) {
      table.row("failed", failures.get());
    }
    if (report.scoring().truncated() > 0) {
      table.row("truncated", "%,d texts", report.scoring().truncated());
    }
    table.row("model", report.model().file() + " (" + report.model().engine() + ")");
    table.row("calibration", ModelSummary.describe(report.figures().calibration()));
    table.row("latency", describe(report.latency()));
  }

  /** Milliseconds. */
  static String describe(Latency latency) {
    return String.format(
        "p50 %s ms, p95 %s ms, p99 %s ms",
        milliseconds(latency.p50()), milliseconds(latency.p95()), milliseconds(latency.p99()));
  }

  static double millis(Duration time) {
    return time.toNanos() / 1e6;
  }

  /** How averages are made, and what scikit-learn warns of. */
  private void writeUndefined() throws IOException {
    ConfusionMatrix matrix = report.figures().confusion();
    line("");
    line(MACRO);
    for (Sentiment label : Sentiment.values()) {
      if (matrix.support(label) == 0) {
        line("no text is %s: its recall counts as 0", label.label());
      }
      if (!matrix.isPredicted(label)) {
        line("no text was called %s: its precision counts as 0", label.label());
      }
    }
  }

  private void writeConfusion() throws IOException {
    line("");
    line("confusion (true label below, predicted label beside)");
    line("%12s  %9s %9s %9s", "", "positive", "neutral", "negative");
    ConfusionMatrix matrix = report.figures().confusion();
    for (Sentiment truth : Sentiment.values()) {
      line(
          "%12s  %9d %9d %9d",
          truth.label(),
          matrix.count(truth, Sentiment.POSITIVE),
          matrix.count(truth, Sentiment.NEUTRAL),
          matrix.count(truth, Sentiment.NEGATIVE));
    }
  }

  private void writeMetrics() throws IOException {
    line("");
    boolean both = report.uncalibrated().isPresent();
    line("%12s  %8s  %-18s%s", "", "value", interval(), both ? "  before calibration" : "");
    for (Metric metric : Metric.values()) {
      line(
          "%12s  %8.4f  %-18s%s",
          name(metric),
          report.figures().values().get(metric),
          describe(report.figures().intervals().get(metric), "%.4f"),
          report
              .uncalibrated()
              .map(before -> String.format(Locale.ROOT, "  %.4f", before.values().get(metric)))
              .orElse(""));
    }
  }

  private String interval() {
    return String.format(Locale.ROOT, "%.0f %% interval", 100 * report.bootstrap().level());
  }

  private static String describe(Interval interval, String number) {
    return String.format(
        Locale.ROOT, "[" + number + ", " + number + "]", interval.lower(), interval.upper());
  }

  private void writeReliability() throws IOException {
    line("");
    line("reliability of the predicted label's probability");
    line("%12s  %9s %10s %9s", "probability", "texts", "mean", "right");
    for (Reliability.Bin bin : report.figures().reliability().bins()) {
      if (bin.count() > 0) {
        line("%12s  %9d %10.4f %9.4f", range(bin), bin.count(), bin.confidence(), bin.accuracy());
      }
    }
  }

  /** Such as {@code (0.8, 0.9]}. */
  static String range(Reliability.Bin bin) {
    return String.format(Locale.ROOT, "(%.1f, %.1f]", bin.lower(), bin.upper());
  }

  private void writeRiskCoverage() throws IOException {
    line("");
    line("errors if only the surest texts are answered");
    line("%12s  %9s  %s", "answered", "errors", "--abstain-below");
    for (RiskCoverage.Point point : points(report.figures().riskCoverage())) {
      writePoint(point, "");
    }
    if (report.abstaining().isPresent()) {
      writePoint(report.abstaining().get(), " in force");
    }
  }

  private void writePoint(RiskCoverage.Point point, String note) throws IOException {
    line(
        "%10.1f %%  %7.2f %%  %.4f%s",
        100 * point.coverage(), 100 * point.risk(), point.threshold(), note);
  }

  /** The points that are shown: each answers at least such a share, and as few as possible. */
  static List<RiskCoverage.Point> points(RiskCoverage curve) {
    return COVERAGES.stream()
        .flatMap(
            coverage ->
                curve.points().stream().filter(point -> point.coverage() >= coverage).limit(1))
        .distinct()
        .toList();
  }

  private void writeComparison(Comparison comparison) throws IOException {
    List<Comparison.Candidate> models = comparison.models();
    line("");
    line("compared on the %,d texts that all classified", comparison.texts());
    for (int i = 0; i < models.size(); i++) {
      ModelSummary model = models.get(i).model();
      line("%12d  %s (%s)", i + 1, model.file(), model.engine());
    }
    line("");
    columns("", models, i -> String.valueOf(i + 1));
    for (Metric metric : Metric.values()) {
      columns(name(metric), models, i -> number(models.get(i).values().get(metric)));
    }
    for (Sentiment label : Sentiment.values()) {
      columns(
          "F1 " + label.label(),
          models,
          i -> number(models.get(i).confusion().figures(label).f1()));
    }
    columns("p50, ms", models, i -> milliseconds(models.get(i).latency().p50()));
    columns("p99, ms", models, i -> milliseconds(models.get(i).latency().p99()));
    for (int i = 1; i < models.size(); i++) {
      writeDifference(comparison, i);
    }
  }

  private void columns(String name, List<?> models, IntFunction<String> cell) throws IOException {
    line(
        "%12s%s",
        name,
        IntStream.range(0, models.size())
            .mapToObj(i -> String.format(Locale.ROOT, "  %9s", cell.apply(i)))
            .collect(Collectors.joining()));
  }

  private void writeDifference(Comparison comparison, int i) throws IOException {
    Comparison.Candidate other = comparison.models().get(i);
    Comparison.Difference difference = other.difference().orElseThrow();
    line("");
    line("%12s  %10s  %s", (i + 1) + " minus 1", "difference", interval());
    for (Metric metric : Metric.values()) {
      line(
          "%12s  %+10.4f  %s",
          name(metric),
          comparison.difference(other, metric),
          describe(difference.intervals().get(metric), "%+.4f"));
    }
    line("%12s  %s", "McNemar", describe(difference.test(), "1", String.valueOf(i + 1)));
  }

  /** With 4 digits. */
  static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  /** Such as {@code 48.3}. */
  static String milliseconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f", millis(time));
  }

  /** The test in words, with names of both models. */
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

  /** A metric as people write it. */
  static String name(Metric metric) {
    return switch (metric) {
      case ACCURACY -> "accuracy";
      case MACRO_F1 -> "macro-F1";
      case WEIGHTED_F1 -> "weighted F1";
      case ECE -> "ECE";
      case BRIER -> "Brier";
      case LOG_LOSS -> "log loss";
      case AURC -> "AURC";
    };
  }

  private void line(String format, Object... values) throws IOException {
    writer.write(String.format(Locale.ROOT, format, values).stripTrailing() + "\n");
  }
}
