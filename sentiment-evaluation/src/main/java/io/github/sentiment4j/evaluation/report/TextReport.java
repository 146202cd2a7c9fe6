package io.github.sentiment4j.evaluation.report;

import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.evaluation.Comparison;
import io.github.sentiment4j.evaluation.ConfusionMatrix;
import io.github.sentiment4j.evaluation.Evaluation;
import io.github.sentiment4j.evaluation.Interval;
import io.github.sentiment4j.evaluation.Metric;
import io.github.sentiment4j.evaluation.ModelSummary;
import io.github.sentiment4j.evaluation.Reliability;
import io.github.sentiment4j.evaluation.RiskCoverage;
import io.github.sentiment4j.evaluation.internal.output.PropertyTable;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes an evaluation as text for people. */
public final class TextReport {
  private final Evaluation report;
  private final Writer writer;

  private TextReport(Evaluation report, Writer writer) {
    this.report = report;
    this.writer = writer;
  }

  /** Writes an evaluation. */
  public static void write(Evaluation report, Writer writer) throws IOException {
    new TextReport(report, writer).write();
  }

  private void write() throws IOException {
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
    PropertyTable table = new PropertyTable(writer);
    Wording.writeData(report.data(), report.scoring(), table);
    if (report.scoring().truncated() > 0) {
      table.row("truncated", "%,d texts", report.scoring().truncated());
    }
    table.row("model", report.model().file() + " (" + report.model().engine() + ")");
    table.row("calibration", ModelSummary.describe(report.figures().calibration()));
    table.row("latency", Wording.describe(report.latency()));
  }

  /** Writes the rule of macro averages, and the cases that scikit-learn warns about. */
  private void writeUndefined() throws IOException {
    ConfusionMatrix matrix = report.figures().confusion();
    line("");
    line(Wording.MACRO);
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
    line("confusion matrix (a row for each true label, a column for each predicted label)");
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
    line(Wording.describe(report.costs()));
    line("");
    boolean both = report.uncalibrated().isPresent();
    line("%12s  %8s  %-18s%s", "", "value", interval(), both ? "  before calibration" : "");
    for (Metric metric : Metric.values()) {
      line(
          "%12s  %8.4f  %-18s%s",
          Wording.name(metric),
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
        line(
            "%12s  %9d %10.4f %9.4f",
            Wording.range(bin), bin.count(), bin.confidence(), bin.accuracy());
      }
    }
  }

  private void writeRiskCoverage() throws IOException {
    line("");
    line("errors if only the surest texts are answered");
    line("%12s  %9s  %s", "answered", "errors", "--abstain-below");
    for (RiskCoverage.Point point : Wording.points(report.figures().riskCoverage())) {
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
      columns(
          Wording.name(metric), models, i -> Wording.number(models.get(i).values().get(metric)));
    }
    for (Sentiment label : Sentiment.values()) {
      columns(
          "F1 " + label.label(),
          models,
          i -> Wording.number(models.get(i).confusion().figures(label).f1()));
    }
    columns("p50, ms", models, i -> Wording.milliseconds(models.get(i).latency().p50()));
    columns("p99, ms", models, i -> Wording.milliseconds(models.get(i).latency().p99()));
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
          Wording.name(metric),
          comparison.difference(other, metric),
          describe(difference.intervals().get(metric), "%+.4f"));
    }
    line("%12s  %s", "McNemar", Wording.describe(difference.test(), "1", String.valueOf(i + 1)));
  }

  private void line(String format, Object... values) throws IOException {
    writer.write(String.format(Locale.ROOT, format, values).stripTrailing() + "\n");
  }
}
