package io.github.sentiment4j.cli.train;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.evaluation.data.DataReport;
import io.github.sentiment4j.evaluation.data.DropReason;
import io.github.sentiment4j.evaluation.data.Events;
import io.github.sentiment4j.evaluation.data.Split;
import io.github.sentiment4j.evaluation.format.InputFile;
import io.github.sentiment4j.evaluation.internal.output.JsonOutput;
import io.github.sentiment4j.evaluation.internal.output.PropertyTable;
import io.github.sentiment4j.train.data.PreparedData;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The report on a prepared data set. */
record PreparedOutput(PreparedData data, Path folder, List<String> warnings) {
  private static final int MOST_NAMES = 10;

  /** Writes a table for people. */
  void writeTable(Writer writer) throws IOException {
    PropertyTable table = new PropertyTable(writer);
    DataReport report = data.report();
    for (InputFile input : report.inputs()) {
      table.row(input.role(), "%s: %,d items", input.file(), input.items());
    }
    writeCategories(table, report);
    for (Events events : report.events()) {
      writeEvents(table, events);
    }
    table.row("read", "%,d", report.read());
    for (Map.Entry<DropReason, Long> reason : report.dropped().entrySet()) {
      table.row("dropped", "%,d: %s", reason.getValue(), reason.getKey().description());
    }
    table.row("kept", "%,d", report.kept());
    for (String warning : warnings) {
      table.row("warning", warning);
    }
    table.row("folder", folder.toString());
    writer.write(
        String.format(
            "%n%-10s  %8s  %8s  %8s  %8s\n", "", "texts", "positive", "neutral", "negative"));
    for (Split split : Split.values()) {
      writer.write(
          String.format(Locale.ROOT, "%-10s  %,8d", split.label(), data.texts(split).size()));
      Map<Sentiment, Long> counts = data.counts(split);
      for (Sentiment label : Sentiment.values()) {
        writer.write(String.format(Locale.ROOT, "  %,8d", counts.getOrDefault(label, 0L)));
      }
      writer.write("\n");
    }
  }

  private static void writeCategories(PropertyTable table, DataReport report) throws IOException {
    if (!report.keptCategories().isEmpty()) {
      table.row("categories", names(report.keptCategories()));
    }
    if (!report.droppedCategories().isEmpty()) {
      table.row("not wanted", names(report.droppedCategories()));
    }
    if (!report.unknownCategories().isEmpty()) {
      table.row("not known", names(report.unknownCategories()));
    }
  }

  private static void writeEvents(PropertyTable table, Events events) throws IOException {
    long unlisted = events.unlisted().values().stream().mapToLong(Long::longValue).sum();
    table.row("events", "%,d in the list, with %,d votes", events.listed(), events.votes());
    if (unlisted > 0) {
      table.row("not listed", "%,d: %s", unlisted, names(events.unlisted()));
    }
    if (events.withoutNews() > 0) {
      table.row("labels", "%,d of news that are not in the news file", events.withoutNews());
    }
  }

  private static String names(Map<String, Long> counts) {
    return counts.entrySet().stream()
            .limit(MOST_NAMES)
            .map(count -> String.format(Locale.ROOT, "%s (%,d)", count.getKey(), count.getValue()))
            .collect(Collectors.joining(", "))
        + (counts.size() > MOST_NAMES ? ", … (data.json has all)" : "");
  }

  /** Writes {@code data.json} on one line. */
  void writeJson(Writer writer) throws IOException {
    try (Reader reader = Files.newBufferedReader(folder.resolve(PreparedData.REPORT_FILE));
        JsonParser parser = JsonOutput.FACTORY.createParser(reader)) {
      JsonGenerator generator = JsonOutput.lines(writer);
      parser.nextToken();
      generator.copyCurrentStructure(parser);
      generator.writeRaw('\n');
      generator.flush();
    }
  }
}
