package io.github.sentiment4j.cli.model;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.sentiment4j.cli.command.PromptOptions;
import io.github.sentiment4j.cli.command.ShellCommand;
import io.github.sentiment4j.evaluation.internal.output.JsonOutput;
import io.github.sentiment4j.evaluation.internal.output.PropertyTable;
import io.github.sentiment4j.gguf.SentimentMetadata;
import io.github.sentiment4j.model.convert.ConversionReport;
import java.io.IOException;
import java.io.Writer;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The report on a conversion. */
record ConversionOutput(ConversionReport report) {

  /** Writes a table for people. */
  void writeTable(Writer writer) throws IOException {
    PropertyTable table = new PropertyTable(writer);
    table.row("file", report.output().toString());
    table.row(
        "size",
        "%s, before: %s",
        PropertyTable.bytes(report.bytesAfter()),
        PropertyTable.bytes(report.bytesBefore()));
    table.row("sha256", report.sha256());
    table.row("parameters", "%,d in %s", report.model().parameters(), report.model().typeName());
    table.row(
        "tensors", "%s, before: %s", describe(report.typesAfter()), describe(report.typesBefore()));
    if (report.pruning().isPresent()) {
      new PruningOutput(report.pruning().get()).writeTable(table);
    }
    Optional<SentimentMetadata> sentiment = report.sentiment();
    table.row(
        "prompt",
        sentiment
            .map(metadata -> PromptOptions.argument(metadata.prompt()))
            .orElse("not in the file: the default, or --prompt of predict"));
    if (sentiment.isPresent()) {
      table.row("labels", String.join(", ", sentiment.get().labels()));
    }
    table.row("time", "%.1f s", report.time().toNanos() / 1e9);
    for (String warning : report.warnings()) {
      table.row("warning", warning);
    }
    table.row("next", ShellCommand.of("predict", "--model", report.output(), "--text", "…"));
  }

  /** Writes one JSON object on one line. */
  void writeJson(Writer writer) throws IOException {
    JsonOutput.writeObject(writer, json -> writeFields(json));
  }

  private void writeFields(JsonGenerator json) throws IOException {
    json.writeStringField("file", report.output().toString());
    json.writeNumberField("bytes_before", report.bytesBefore());
    json.writeNumberField("bytes_after", report.bytesAfter());
    json.writeStringField("sha256", report.sha256());
    json.writeNumberField("parameters", report.model().parameters());
    json.writeStringField("type", report.model().typeName());
    writeTypes(json, "types_before", report.typesBefore());
    writeTypes(json, "types_after", report.typesAfter());
    if (report.pruning().isPresent()) {
      new PruningOutput(report.pruning().get()).writeJson(json);
    }
    JsonOutput.writeNumber(json, "seconds", report.time().toNanos() / 1e9, 3);
    json.writeArrayFieldStart("warnings");
    for (String warning : report.warnings()) {
      json.writeString(warning);
    }
    json.writeEndArray();
  }

  private static void writeTypes(JsonGenerator json, String name, Map<?, Integer> types)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<?, Integer> type : types.entrySet()) {
      json.writeNumberField(type.getKey().toString(), type.getValue());
    }
    json.writeEndObject();
  }

  private static String describe(Map<?, Integer> types) {
    return types.entrySet().stream()
        .map(type -> type.getValue() + " " + type.getKey())
        .collect(Collectors.joining(", "));
  }
}
