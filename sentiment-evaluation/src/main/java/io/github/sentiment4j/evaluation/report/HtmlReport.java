package io.github.sentiment4j.evaluation.report;

import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.evaluation.ClassFigures;
import io.github.sentiment4j.evaluation.Comparison;
import io.github.sentiment4j.evaluation.ConfusionMatrix;
import io.github.sentiment4j.evaluation.Evaluation;
import io.github.sentiment4j.evaluation.Interval;
import io.github.sentiment4j.evaluation.Metric;
import io.github.sentiment4j.evaluation.ModelSummary;
import io.github.sentiment4j.evaluation.PredictionFigures;
import io.github.sentiment4j.evaluation.Reliability;
import io.github.sentiment4j.evaluation.RiskCoverage;
import io.github.sentiment4j.evaluation.internal.output.DisplayText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** An evaluation as one HTML page that needs no other file. */
public final class HtmlReport {
  private static final String STYLE =
      """
      body { font: 15px/1.5 system-ui, sans-serif; color: #333; max-width: 1040px; margin: 2em auto;
        padding: 0 1em; }
      h1 { font-size: 1.5em; margin-bottom: .2em; } h2 { font-size: 1.15em; margin-top: 2em; }
      h3 { font-size: 1em; margin-top: 1.5em; }
      table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
      th, td { padding: .25em .7em; text-align: right; border-bottom: 1px solid #ddd; }
      th { font-weight: 600; } th:first-child, td:first-child { text-align: left; padding-left: 0; }
      .about td { text-align: left; overflow-wrap: anywhere; vertical-align: top; }
      .about td:first-child { color: #777; white-space: nowrap; }
      .tiles { display: flex; flex-wrap: wrap; gap: 1em; margin: 1.2em 0; }
      .tile { border: 1px solid #ddd; border-radius: 6px; padding: .6em 1.1em; }
      .tile b { display: block; font-size: 1.6em; } .tile small { color: #777; }
      .pictures, .tables { display: grid; gap: 0 1.5em;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 460px), 1fr)); }
      .pictures { margin-top: 2em; row-gap: 1.5em; }
      figure { margin: 0; } figcaption { font-weight: 600; } img { width: 100%; max-width: 480px; }
      p.note { color: #777; }
      """;

  private final Evaluation report;
  private final String producer;
  private final StringBuilder html = new StringBuilder();

  private HtmlReport(Evaluation report, String producer) {
    this.report = report;
    this.producer = producer;
  }

  /**
   * Returns the page.
   *
   * @param producer the name and version of the program, which the page ends with
   * @throws IOException if this Java cannot draw; the message says what is missing
   */
  public static String of(Evaluation report, String producer) throws IOException {
    HtmlReport page = new HtmlReport(report, producer);
    page.write();
    return page.html.toString();
  }

  private void write() throws IOException {
    String title = "Evaluation of " + report.model().name();
    add(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>%1$s</title>
        <style>
        %2$s</style>
        </head>
        <body>
        <h1>%1$s</h1>
        """,
        escape(title), STYLE);
    writeTiles();
    writeAbout();
    writePictures();
    add("<div class=\"tables\">\n");
    writeClasses();
    writeReliability();
    writeMetrics();
    writeRiskCoverage();
    add("</div>\n");
    if (report.comparison().isPresent()) {
      writeComparison(report.comparison().get());
    }
    add("<p class=\"note\">%s</p>\n</body>\n</html>\n", escape(producer));
  }

  private void writeTiles() {
    add("<div class=\"tiles\">\n");
    for (Metric metric : List.of(Metric.MACRO_F1, Metric.ACCURACY, Metric.ECE, Metric.BRIER)) {
      Interval interval = report.figures().intervals().get(metric);
      add(
          "<div class=\"tile\">%s<b>%.3f</b><small>%.3f to %.3f</small></div>\n",
          Wording.name(metric),
          report.figures().values().get(metric),
          interval.lower(),
          interval.upper());
    }
    add(
        "<div class=\"tile\">latency<b>%.1f ms</b><small>p99 %.1f ms</small></div>\n</div>\n",
        Wording.millis(report.latency().p50()), Wording.millis(report.latency().p99()));
  }

  private void writeAbout() {
    add("<table class=\"about\">\n");
    about("data", report.data().file() + ": " + report.data().describe());
    report.data().describeDropped().ifPresent(dropped -> about("left out", dropped));
    report.scoring().describeFailures().ifPresent(failures -> about("failed", failures));
    if (report.scoring().truncated() > 0) {
      about("truncated", report.scoring().truncated() + " texts");
    }
    about("model", report.model().file() + " (" + report.model().engine() + ")");
    about("calibration", ModelSummary.describe(report.figures().calibration()));
    about("latency", Wording.describe(report.latency()));
    about("cost", Wording.describe(report.costs()));
    about(
        "intervals",
        String.format(
            Locale.ROOT,
            "%.0f %%, percentile bootstrap, %,d resamples, seed %d",
            100 * report.bootstrap().level(),
            report.bootstrap().resamples(),
            report.bootstrap().seed()));
    add("</table>\n");
  }

  private void about(String name, String value) {
    add("<tr><td>%s</td><td>%s</td></tr>\n", escape(name), escape(value));
  }

  private void writePictures() throws IOException {
    PredictionFigures figures = report.figures();
    add("<div class=\"pictures\">\n");
    picture("Confusion matrix", EvaluationCharts.confusion(figures.confusion()));
    picture(
        "Precision, recall and F1 of each class", EvaluationCharts.classes(figures.confusion()));
    picture("Reliability diagram", EvaluationCharts.reliability(figures.reliability()));
    if (report.uncalibrated().isPresent()) {
      picture(
          "Reliability diagram before calibration",
          EvaluationCharts.reliability(report.uncalibrated().get().reliability()));
    }
    picture("Risk-coverage curve", EvaluationCharts.riskCoverage(figures.riskCoverage()));
    add("</div>\n");
  }

  private void picture(String caption, byte[] png) {
    add(
        "<figure><figcaption>%s</figcaption><img width=\"%d\" height=\"%d\" alt=\"%s\""
            + " src=\"data:image/png;base64,%s\"></figure>\n",
        escape(caption),
        EvaluationCharts.WIDTH,
        EvaluationCharts.HEIGHT,
        escape(caption),
        Base64.getEncoder().encodeToString(png));
  }

  private void writeClasses() {
    ConfusionMatrix matrix = report.figures().confusion();
    add("<section><h2>Classes</h2>\n<table>\n");
    row("th", List.of("", "precision", "recall", "F1", "support"));
    for (Sentiment label : Sentiment.values()) {
      figures(label.label(), matrix.figures(label));
    }
    figures("macro average", matrix.macroAverage());
    figures("weighted average", matrix.weightedAverage());
    add("</table>\n<p>%s.</p></section>\n", Wording.MACRO);
  }

  private void figures(String name, ClassFigures figures) {
    row(
        "td",
        List.of(
            name,
            Wording.number(figures.precision()),
            Wording.number(figures.recall()),
            Wording.number(figures.f1()),
            String.format(Locale.ROOT, "%,d", figures.support())));
  }

  private void writeMetrics() {
    add("<section><h2>All figures</h2>\n<table>\n");
    List<String> header = new ArrayList<>(List.of("", "value", "interval"));
    report.uncalibrated().ifPresent(before -> header.add("before calibration"));
    row("th", header);
    for (Metric metric : Metric.values()) {
      List<String> cells = new ArrayList<>();
      cells.add(Wording.name(metric));
      cells.add(Wording.number(report.figures().values().get(metric)));
      cells.add(interval(report.figures().intervals().get(metric), "%.4f to %.4f"));
      report
          .uncalibrated()
          .ifPresent(before -> cells.add(Wording.number(before.values().get(metric))));
      row("td", cells);
    }
    add("</table></section>\n");
  }

  private void writeRiskCoverage() {
    add("<section><h2>Answering only the surest texts</h2>\n<table>\n");
    row("th", List.of("answered", "errors", "abstain below"));
    for (RiskCoverage.Point point : Wording.points(report.figures().riskCoverage())) {
      writePoint(point, "");
    }
    report.abstaining().ifPresent(point -> writePoint(point, " in force"));
    add("</table></section>\n");
  }

  private void writePoint(RiskCoverage.Point point, String note) {
    row(
        "td",
        List.of(
            String.format(Locale.ROOT, "%.1f %%", 100 * point.coverage()),
            String.format(Locale.ROOT, "%.2f %%", 100 * point.risk()),
            Wording.number(point.threshold()) + note));
  }

  private void writeReliability() {
    add("<section><h2>Reliability</h2>\n<table>\n");
    row("th", List.of("probability", "texts", "mean", "right"));
    for (Reliability.Bin bin : report.figures().reliability().bins()) {
      if (bin.count() > 0) {
        row(
            "td",
            List.of(
                Wording.range(bin),
                String.format(Locale.ROOT, "%,d", bin.count()),
                Wording.number(bin.confidence()),
                Wording.number(bin.accuracy())));
      }
    }
    add("</table></section>\n");
  }

  private void writeComparison(Comparison comparison) throws IOException {
    List<Comparison.Candidate> models = comparison.models();
    add("<h2>Compared on the %,d texts that all classified</h2>\n<table>\n", comparison.texts());
    List<String> header = new ArrayList<>(List.of("", "model", "accuracy", "macro-F1"));
    Stream.of(Sentiment.values()).map(label -> "F1 " + label.label()).forEach(header::add);
    header.addAll(List.of("ECE", "p50, ms", "p99, ms"));
    row("th", header);
    for (int i = 0; i < models.size(); i++) {
      Comparison.Candidate model = models.get(i);
      List<String> cells = new ArrayList<>(List.of(String.valueOf(i + 1)));
      cells.add(model.model().name());
      cells.add(Wording.number(model.values().get(Metric.ACCURACY)));
      cells.add(Wording.number(model.values().get(Metric.MACRO_F1)));
      for (Sentiment label : Sentiment.values()) {
        cells.add(Wording.number(model.confusion().figures(label).f1()));
      }
      cells.add(Wording.number(model.values().get(Metric.ECE)));
      cells.add(Wording.milliseconds(model.latency().p50()));
      cells.add(Wording.milliseconds(model.latency().p99()));
      row("td", cells);
    }
    add("</table>\n<div class=\"pictures\">\n");
    picture(
        "Accuracy and F1 of each model",
        EvaluationCharts.models(models.stream().map(Comparison.Candidate::confusion).toList()));
    for (int i = 1; i < models.size(); i++) {
      picture(
          "Confusion matrix of model " + (i + 1),
          EvaluationCharts.confusion(models.get(i).confusion()));
    }
    add("</div>\n");
    for (int i = 1; i < models.size(); i++) {
      writeDifference(comparison, i);
    }
  }

  private void writeDifference(Comparison comparison, int i) {
    Comparison.Candidate other = comparison.models().get(i);
    Comparison.Difference difference = other.difference().orElseThrow();
    String number = String.valueOf(i + 1);
    add("<h3>Model %s minus model 1</h3>\n<table>\n", number);
    row("th", List.of("", "difference", "interval"));
    for (Metric metric : Metric.values()) {
      row(
          "td",
          List.of(
              Wording.name(metric),
              String.format(Locale.ROOT, "%+.4f", comparison.difference(other, metric)),
              interval(difference.intervals().get(metric), "%+.4f to %+.4f")));
    }
    String test = Wording.describe(difference.test(), "1", number);
    add("</table>\n<p>McNemar: %s</p>\n", escape(test));
  }

  private void row(String cell, List<String> values) {
    add("<tr>");
    for (String value : values) {
      add("<%1$s>%2$s</%1$s>", cell, escape(value));
    }
    add("</tr>\n");
  }

  private static String interval(Interval interval, String format) {
    return String.format(Locale.ROOT, format, interval.lower(), interval.upper());
  }

  private void add(String format, Object... values) {
    html.append(String.format(Locale.ROOT, format, values));
  }

  private static String escape(String text) {
    return DisplayText.wellFormed(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
