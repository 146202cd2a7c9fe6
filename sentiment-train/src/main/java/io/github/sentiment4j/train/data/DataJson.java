package io.github.sentiment4j.train.data;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.evaluation.data.DataReport;
import io.github.sentiment4j.evaluation.data.Events;
import io.github.sentiment4j.evaluation.data.Split;
import io.github.sentiment4j.evaluation.format.InputFile;
import io.github.sentiment4j.gguf.ModelManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes {@code data.json}, which says where prepared data come from. */
final class DataJson {
  private static final int VERSION = 1;
  private static final JsonMapper MAPPER = new JsonMapper();

  private DataJson() {}

  /**
   * Writes the file.
   *
   * @param folder where the splits are already
   */
  static void write(Path folder, PreparedData data) throws IOException {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("version", VERSION);
    addSettings(json.putObject("settings"), data.spec());
    data.report().inputs().forEach(input -> add(json.withArray("/inputs").addObject(), input));
    addReport(json, data.report());
    ObjectNode splits = json.putObject("splits");
    for (Split split : Split.values()) {
      ObjectNode of = splits.putObject(split.label());
      of.put("file", split.fileName());
      of.put("sha256", ModelManifest.hash(folder.resolve(split.fileName())));
      of.put("texts", data.texts(split).size());
      Map<Sentiment, Long> counts = data.counts(split);
      for (Sentiment label : Sentiment.values()) {
        of.put(label.label(), counts.getOrDefault(label, 0L));
      }
    }
    Files.writeString(
        folder.resolve(PreparedData.REPORT_FILE),
        MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
  }

  private static void addSettings(ObjectNode json, DataSpec spec) {
    json.put("seed", spec.seed());
    spec.shares()
        .bySplit()
        .forEach((split, share) -> json.withObject("/shares").put(split.label(), share));
    ArrayNode votes = json.putArray("votes");
    spec.sources().forEach(source -> votes.add(source.votes().name().toLowerCase(Locale.ROOT)));
    json.put("down_sampled", spec.downSampled());
    ObjectNode labels = json.putObject("labels");
    new TreeMap<>(spec.labels()).forEach((name, label) -> labels.put(name, label.label()));
    spec.ignoredLabels().stream().sorted().forEach(labels::putNull);
    ObjectNode categories = json.putObject("categories");
    spec.categories().kept().forEach(categories.putArray("kept")::add);
    spec.categories().dropped().forEach(categories.putArray("dropped")::add);
  }

  private static void add(ObjectNode json, InputFile input) {
    json.put("role", input.role());
    json.put("file", input.file().toString());
    json.put("bytes", input.bytes());
    json.put("sha256", input.sha256());
    json.put("items", input.items());
    ArrayNode fields = json.putArray("fields");
    input.fields().forEach(fields::add);
  }

  private static void addReport(ObjectNode json, DataReport report) {
    json.put("read", report.read());
    ObjectNode dropped = json.putObject("dropped");
    report.dropped().forEach((reason, count) -> dropped.put(reason.id(), count));
    json.put("kept", report.kept());
    ObjectNode categories = json.putObject("categories");
    addCounts(categories.putObject("kept"), report.keptCategories());
    addCounts(categories.putObject("dropped"), report.droppedCategories());
    addCounts(categories.putObject("unknown"), report.unknownCategories());
    ArrayNode events = json.putArray("events");
    for (Events ofNews : report.events()) {
      ObjectNode of = events.addObject();
      of.put("listed", ofNews.listed());
      addCounts(of.putObject("unlisted"), ofNews.unlisted());
      of.put("votes", ofNews.votes());
      of.put("labels_without_news", ofNews.withoutNews());
    }
    ArrayNode warnings = json.putArray("warnings");
    report.warnings().forEach(warnings::add);
  }

  private static void addCounts(ObjectNode json, Map<String, Long> counts) {
    counts.forEach(json::put);
  }
}
