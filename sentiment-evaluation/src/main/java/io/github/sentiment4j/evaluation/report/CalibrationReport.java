package io.github.sentiment4j.evaluation.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.sentiment4j.core.Calibration;
import io.github.sentiment4j.evaluation.LabelledTexts;
import io.github.sentiment4j.evaluation.Metric;
import io.github.sentiment4j.evaluation.ModelSummary;
import io.github.sentiment4j.evaluation.PerMetric;
import io.github.sentiment4j.evaluation.PredictionFigures;
import io.github.sentiment4j.evaluation.ScoredTexts;
import io.github.sentiment4j.evaluation.internal.output.JsonOutput;
import io.github.sentiment4j.evaluation.internal.output.PropertyTable;
import io.github.sentiment4j.gguf.GgufWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A report on a fit.
 *
 * @param columns the figures of each calibration, by its name, on the texts of the fit
 */
public record CalibrationReport(
    LabelledTexts data,
    ScoredTexts scoring,
    Map<String, Column> columns,
    Path file,
    GgufWriter.Written written) {
  private static final List<Metric> SHOWN =
      List.of(Metric.LOG_LOSS, Metric.ECE, Metric.BRIER, Metric.MACRO_F1, Metric.ACCURACY);

  /** A calibration and its figures. */
  public record Column(Calibration calibration, PerMetric<Double> values) {
    static Column of(Calibration calibration, ScoredTexts scoring) {
      return new Column(calibration, PredictionFigures.values(scoring.predictions(calibration)));
    }
  }

  public static CalibrationReport of(
      LabelledTexts data,
      ScoredTexts scoring,
      Calibration fitted,
      Path file,
      GgufWriter.Written written) {
    Map<String, Column> columns = new LinkedHashMap<>();
    columns.put("none", Column.of(Calibration.NONE, scoring));
    if (!scoring.calibration().equals(Calibration.NONE)) {
      columns.put("before", Column.of(scoring.calibration(), scoring));
    }
    columns.put("fitted", Column.of(fitted, scoring));
    return new CalibrationReport(data, scoring, columns, file, written);
  }

  /** Writes a table for people. */
  public void writeTable(Writer writer) throws IOException {
    PropertyTable table = new PropertyTable(writer);
    Wording.writeData(data, scoring, table);
    for (Map.Entry<String, Column> column : columns.entrySet()) {
      table.row(column.getKey(), ModelSummary.describe(column.getValue().calibration()));
    }
    table.row("file", file.toString());
    table.row("size", PropertyTable.bytes(written.bytes()));
    table.row("sha256", written.sha256());
    writer.write("\nunder each calibration, on the texts that it was fitted on\n");
    writer.write(String.format("%12s", ""));
    for (String name : columns.keySet()) {
      writer.write(String.format("  %8s", name));
    }
    writer.write("\n");
    for (Metric metric : SHOWN) {
      writer.write(
          String.format("%12s", Wording.name(metric))
              + columns.values().stream()
                  .map(column -> String.format(Locale.ROOT, "  %8.4f", column.values().get(metric)))
                  .collect(Collectors.joining("", "", "\n")));
    }
    writer.write(Wording.MACRO + "\n");
  }

  /** Writes one JSON object on one line. */
  public void writeJson(Writer writer) throws IOException {
    JsonOutput.writeObject(writer, json -> writeFields(json));
  }

  private void writeFields(JsonGenerator json) throws IOException {
    JsonReport.writeData(json, data, scoring);
    json.writeStringField("file", file.toString());
    json.writeNumberField("bytes", written.bytes());
    json.writeStringField("sha256", written.sha256());
    JsonReport.writeMacro(json);
    json.writeObjectFieldStart("calibrations");
    for (Map.Entry<String, Column> column : columns.entrySet()) {
      json.writeObjectFieldStart(column.getKey());
      JsonReport.writeCalibration(json, "calibration", column.getValue().calibration());
      for (Metric metric : SHOWN) {
        JsonOutput.writeNumber(
            json, JsonReport.name(metric), column.getValue().values().get(metric), 6);
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}
