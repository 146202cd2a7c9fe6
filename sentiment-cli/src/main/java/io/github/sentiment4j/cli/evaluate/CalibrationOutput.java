package io.github.sentiment4j.cli.evaluate;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.sentiment4j.cli.input.LabelledData;
import io.github.sentiment4j.cli.output.Json;
import io.github.sentiment4j.cli.output.Table;
import io.github.sentiment4j.core.Calibration;
import io.github.sentiment4j.evaluation.Metric;
import io.github.sentiment4j.gguf.GgufWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Shows what a fit gave.
 *
 * @param columns what each calibration gives on the texts that the last of them was fitted on, by
 *     its name
 */
record CalibrationOutput(
    LabelledData data,
    Scoring scoring,
    Map<String, Column> columns,
    Path file,
    GgufWriter.Written written) {
  private static final List<Metric> SHOWN =
      List.of(Metric.LOG_LOSS, Metric.ECE, Metric.BRIER, Metric.MACRO_F1, Metric.ACCURACY);

  /** A calibration and what it gives. */
  record Column(Calibration calibration, Map<Metric, Double> values) {
    static Column of(Calibration calibration, Scoring scoring) {
      return new Column(calibration, Figures.values(scoring.predictions(calibration)));
    }
  }

  static CalibrationOutput of(
      LabelledData data,
      Scoring scoring,
      Calibration fitted,
      Path file,
      GgufWriter.Written written) {
    Map<String, Column> columns = new LinkedHashMap<>();
    columns.put("none", Column.of(Calibration.NONE, scoring));
    if (!scoring.calibration().equals(Calibration.NONE)) {
      columns.put("before", Column.of(scoring.calibration(), scoring));
    }
    columns.put("fitted", Column.of(fitted, scoring));
    return new CalibrationOutput(data, scoring, columns, file, written);
  }

  /** For people. */
  void writeTable(Writer writer) throws IOException {
    Table table = new Table(writer);
    data.writeTo(table);
    Optional<String> failures = scoring.describeFailures();
    if (failures.isPresent()) {
      table.row("failed", failures.get());
    }
    for (Map.Entry<String, Column> column : columns.entrySet()) {
      table.row(column.getKey(), ModelSummary.describe(column.getValue().calibration()));
    }
    table.row("file", file.toString());
    table.row("size", Table.bytes(written.bytes()));
    table.row("sha256", written.sha256());
    writer.write("\nunder each calibration, on the texts that it was fitted on\n");
    writer.write(String.format("%12s", ""));
    for (String name : columns.keySet()) {
      writer.write(String.format("  %8s", name));
    }
    writer.write("\n");
    for (Metric metric : SHOWN) {
      writer.write(
          String.format("%12s", EvaluationText.name(metric))
              + columns.values().stream()
                  .map(column -> String.format(Locale.ROOT, "  %8.4f", column.values().get(metric)))
                  .collect(Collectors.joining("", "", "\n")));
    }
    writer.write(EvaluationText.MACRO + "\n");
  }

  /** For programs: one object on one line. */
  void writeJson(Writer writer) throws IOException {
    JsonGenerator json = Json.lines(writer);
    json.writeStartObject();
    EvaluationJson.writeData(json, data, scoring);
    json.writeStringField("file", file.toString());
    json.writeNumberField("bytes", written.bytes());
    json.writeStringField("sha256", written.sha256());
    EvaluationJson.writeMacro(json);
    json.writeObjectFieldStart("calibrations");
    for (Map.Entry<String, Column> column : columns.entrySet()) {
      json.writeObjectFieldStart(column.getKey());
      EvaluationJson.writeCalibration(json, "calibration", column.getValue().calibration());
      for (Metric metric : SHOWN) {
        Json.writeNumber(
            json, EvaluationJson.name(metric), column.getValue().values().get(metric), 6);
      }
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }
}
