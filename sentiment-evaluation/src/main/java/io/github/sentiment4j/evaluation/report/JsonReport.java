package io.github.sentiment4j.evaluation.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.sentiment4j.core.Calibration;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.evaluation.ClassFigures;
import io.github.sentiment4j.evaluation.Comparison;
import io.github.sentiment4j.evaluation.ConfusionMatrix;
import io.github.sentiment4j.evaluation.CostMatrix;
import io.github.sentiment4j.evaluation.Evaluation;
import io.github.sentiment4j.evaluation.Interval;
import io.github.sentiment4j.evaluation.LabelledTexts;
import io.github.sentiment4j.evaluation.Latency;
import io.github.sentiment4j.evaluation.McNemar;
import io.github.sentiment4j.evaluation.Metric;
import io.github.sentiment4j.evaluation.PredictionFigures;
import io.github.sentiment4j.evaluation.Reliability;
import io.github.sentiment4j.evaluation.RiskCoverage;
import io.github.sentiment4j.evaluation.ScoredTexts;
import io.github.sentiment4j.evaluation.data.DropReason;
import io.github.sentiment4j.evaluation.internal.output.JsonOutput;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes an evaluation as one JSON object on one line; docs/evaluation.md names its fields. */
public final class JsonReport {
  private static final int DECIMALS = 6;

  private final JsonGenerator json;

  private JsonReport(JsonGenerator json) {
    this.json = json;
  }

  /** Writes an evaluation. */
  public static void write(Evaluation report, Writer writer) throws IOException {
    JsonGenerator json = JsonOutput.lines(writer);
    new JsonReport(json).write(report);
    json.writeRaw('\n');
    json.flush();
  }

  private void write(Evaluation report) throws IOException {
    json.writeStartObject();
    writeData(json, report.data(), report.scoring());
    json.writeNumberField("truncated", report.scoring().truncated());
    json.writeStringField("model", report.model().file());
    json.writeStringField("engine", report.model().engine());
    writeLatency(report.latency());
    json.writeObjectFieldStart("bootstrap");
    json.writeNumberField("resamples", report.bootstrap().resamples());
    json.writeNumberField("level", report.bootstrap().level());
    json.writeNumberField("seed", report.bootstrap().seed());
    json.writeEndObject();
    writeMacro(json);
    writeCosts(report.costs());
    writeFigures(report.figures());
    if (report.abstaining().isPresent()) {
      json.writeObjectFieldStart("abstaining");
      writePoint(report.abstaining().get());
      json.writeEndObject();
    }
    if (report.uncalibrated().isPresent()) {
      json.writeObjectFieldStart("before_calibration");
      writeFigures(report.uncalibrated().get());
      json.writeEndObject();
    }
    if (report.comparison().isPresent()) {
      writeComparison(report.comparison().get());
    }
    json.writeEndObject();
  }

  /** Writes the rule of macro averages. */
  static void writeMacro(JsonGenerator json) throws IOException {
    json.writeStringField("macro_average", Wording.MACRO);
  }

  /** Writes the costs by true label, then by predicted label. */
  private void writeCosts(CostMatrix costs) throws IOException {
    json.writeObjectFieldStart("costs");
    for (Sentiment truth : Sentiment.values()) {
      json.writeObjectFieldStart(truth.label());
      for (Sentiment predicted : Sentiment.values()) {
        json.writeNumberField(predicted.label(), costs.cost(truth, predicted));
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private void writeFigures(PredictionFigures figures) throws IOException {
    writeCalibration(json, "calibration", figures.calibration());
    json.writeObjectFieldStart("metrics");
    for (Metric metric : Metric.values()) {
      json.writeObjectFieldStart(name(metric));
      number("value", figures.values().get(metric));
      writeInterval(figures.intervals().get(metric));
      json.writeEndObject();
    }
    json.writeEndObject();
    writeConfusion(figures.confusion());
    writeReliability(figures.reliability());
    json.writeArrayFieldStart("risk_coverage");
    for (RiskCoverage.Point point : Wording.points(figures.riskCoverage())) {
      json.writeStartObject();
      writePoint(point);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writePoint(RiskCoverage.Point point) throws IOException {
    number("coverage", point.coverage());
    number("risk", point.risk());
    number("threshold", point.threshold());
  }

  /** Writes what was read, and what was left out or failed. */
  static void writeData(JsonGenerator json, LabelledTexts data, ScoredTexts scoring)
      throws IOException {
    json.writeStringField("data", data.file().toString());
    json.writeNumberField("texts", data.texts().size());
    json.writeObjectFieldStart("labels");
    for (Map.Entry<Sentiment, Integer> count : data.counts().entrySet()) {
      json.writeNumberField(count.getKey().label(), count.getValue());
    }
    json.writeEndObject();
    json.writeObjectFieldStart("left_out");
    for (Map.Entry<DropReason, Long> count : new TreeMap<>(data.dropped()).entrySet()) {
      json.writeNumberField(count.getKey().id(), count.getValue());
    }
    json.writeEndObject();
    json.writeObjectFieldStart("failed");
    for (Map.Entry<ErrorCode, Integer> count : scoring.failureCounts().entrySet()) {
      json.writeNumberField(count.getKey().name(), count.getValue());
    }
    json.writeEndObject();
  }

  static void writeCalibration(JsonGenerator json, String name, Calibration calibration)
      throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("temperature", calibration.temperature());
    json.writeArrayFieldStart("bias");
    json.writeNumber(calibration.positiveBias());
    json.writeNumber(calibration.neutralBias());
    json.writeNumber(calibration.negativeBias());
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeConfusion(ConfusionMatrix matrix) throws IOException {
    json.writeObjectFieldStart("classes");
    for (Sentiment label : Sentiment.values()) {
      writeClass(label.label(), matrix.figures(label));
    }
    writeClass("macro_avg", matrix.macroAverage());
    writeClass("weighted_avg", matrix.weightedAverage());
    json.writeEndObject();
    json.writeObjectFieldStart("confusion"); // true label, then predicted label
    for (Sentiment truth : Sentiment.values()) {
      json.writeObjectFieldStart(truth.label());
      for (Sentiment predicted : Sentiment.values()) {
        json.writeNumberField(predicted.label(), matrix.count(truth, predicted));
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private void writeClass(String name, ClassFigures figures) throws IOException {
    json.writeObjectFieldStart(name);
    number("precision", figures.precision());
    number("recall", figures.recall());
    number("f1", figures.f1());
    json.writeNumberField("support", figures.support());
    json.writeEndObject();
  }

  private void writeReliability(Reliability reliability) throws IOException {
    json.writeArrayFieldStart("reliability");
    for (Reliability.Bin bin : reliability.bins()) {
      json.writeStartObject();
      json.writeNumberField("lower", bin.lower());
      json.writeNumberField("upper", bin.upper());
      json.writeNumberField("texts", bin.count());
      if (bin.count() > 0) {
        number("confidence", bin.confidence());
        number("accuracy", bin.accuracy());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeComparison(Comparison comparison) throws IOException {
    json.writeObjectFieldStart("comparison");
    json.writeNumberField("texts", comparison.texts());
    json.writeArrayFieldStart("models");
    for (Comparison.Candidate candidate : comparison.models()) {
      json.writeStartObject();
      json.writeStringField("model", candidate.model().file());
      json.writeStringField("engine", candidate.model().engine());
      writeLatency(candidate.latency());
      writeCalibration(json, "calibration", candidate.model().calibration());
      json.writeObjectFieldStart("metrics");
      for (Metric metric : Metric.values()) {
        json.writeObjectFieldStart(name(metric));
        number("value", candidate.values().get(metric));
        if (candidate.difference().isPresent()) {
          number("difference", comparison.difference(candidate, metric));
          writeInterval(candidate.difference().get().intervals().get(metric));
        }
        json.writeEndObject();
      }
      json.writeEndObject();
      writeConfusion(candidate.confusion());
      if (candidate.difference().isPresent()) {
        writeMcNemar(candidate.difference().get().test());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeMcNemar(McNemar test) throws IOException {
    json.writeObjectFieldStart("mcnemar");
    json.writeNumberField("only_first_right", test.onlyFirst());
    json.writeNumberField("only_this_right", test.onlySecond());
    json.writeStringField("method", test.method().name().toLowerCase(Locale.ROOT));
    number("statistic", test.statistic());
    json.writeNumberField("p_value", test.pValue());
    json.writeEndObject();
  }

  private void writeInterval(Interval interval) throws IOException {
    number("lower", interval.lower());
    number("upper", interval.upper());
  }

  private void writeLatency(Latency latency) throws IOException {
    json.writeObjectFieldStart("latency_ms");
    JsonOutput.writeNumber(json, "p50", Wording.millis(latency.p50()), 3);
    JsonOutput.writeNumber(json, "p95", Wording.millis(latency.p95()), 3);
    JsonOutput.writeNumber(json, "p99", Wording.millis(latency.p99()), 3);
    json.writeEndObject();
  }

  private void number(String name, double value) throws IOException {
    JsonOutput.writeNumber(json, name, value, DECIMALS);
  }

  /** Returns the name of the field of a metric. */
  static String name(Metric metric) {
    return metric.name().toLowerCase(Locale.ROOT);
  }
}
