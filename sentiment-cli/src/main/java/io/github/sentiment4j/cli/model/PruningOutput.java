package io.github.sentiment4j.cli.model;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.sentiment4j.evaluation.internal.output.JsonOutput;
import io.github.sentiment4j.evaluation.internal.output.PropertyTable;
import io.github.sentiment4j.model.prune.PruningReport;
import io.github.sentiment4j.model.prune.PruningReport.Coverage;
import io.github.sentiment4j.model.prune.PruningReport.KeptTokens;
import io.github.sentiment4j.model.prune.PruningReport.Sizes;
import io.github.sentiment4j.model.prune.PruningReport.WidthError;
import java.io.IOException;

/** The report on pruning, a part of {@link ConversionOutput}. */
record PruningOutput(PruningReport report) {

  /** Writes rows for people. */
  void writeTable(PropertyTable table) throws IOException {
    Sizes before = report.before();
    Sizes after = report.after();
    table.row("pruned to", "%,d parameters, before: %,d", after.parameters(), before.parameters());
    table.row("blocks", "%,d, before: %,d", after.layers(), before.layers());
    table.row(
        "hidden units", "%,d, before: %,d", after.feedForwardWidth(), before.feedForwardWidth());
    table.row("tokens", "%,d, before: %,d", after.tokens(), before.tokens());
    if (report.tokens().isPresent()) {
      KeptTokens kept = report.tokens().get();
      table.row(
          "kept for",
          "bytes %,d, special %,d, prompt and labels %,d, CJK %,d, corpus %,d, and what these are"
              + " merged from",
          kept.bytes(),
          kept.special(),
          kept.promptAndLabels(),
          kept.cjk(),
          kept.corpus());
      writeCoverage(table, "corpus", kept.coverage());
    }
    if (report.unseen().isPresent()) {
      writeCoverage(table, "unseen", report.unseen().get());
    }
    for (WidthError error : report.widthErrors()) {
      table.row(
          "logit error",
          "%.1f %% with %,d hidden units; of the labels %.1f %%; the same label for %.1f %%",
          100 * error.logitError(),
          error.width(),
          100 * error.labelError(),
          100 * error.sameLabel());
    }
  }

  private static void writeCoverage(PropertyTable table, String name, Coverage coverage)
      throws IOException {
    table.row(
        name,
        "%s: %,d tokens, of which %,d (%.2f %%) are not kept",
        String.join(", ", coverage.sources()),
        coverage.tokens(),
        coverage.outside(),
        100 * coverage.outsideShare());
  }

  /** Writes the field {@code pruning} of the current JSON object. */
  void writeJson(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("pruning");
    writeSizes(json, "before", report.before());
    writeSizes(json, "after", report.after());
    if (report.tokens().isPresent()) {
      KeptTokens kept = report.tokens().get();
      json.writeObjectFieldStart("kept_tokens");
      json.writeNumberField("bytes", kept.bytes());
      json.writeNumberField("special", kept.special());
      json.writeNumberField("prompt_and_labels", kept.promptAndLabels());
      json.writeNumberField("cjk", kept.cjk());
      json.writeNumberField("corpus", kept.corpus());
      json.writeEndObject();
      writeCoverage(json, "corpus", kept.coverage());
    }
    if (report.unseen().isPresent()) {
      writeCoverage(json, "unseen", report.unseen().get());
    }
    json.writeArrayFieldStart("width_errors");
    for (WidthError error : report.widthErrors()) {
      json.writeStartObject();
      json.writeNumberField("width", error.width());
      JsonOutput.writeNumber(json, "logit_error", error.logitError(), 6);
      JsonOutput.writeNumber(json, "label_error", error.labelError(), 6);
      JsonOutput.writeNumber(json, "same_label", error.sameLabel(), 6);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeSizes(JsonGenerator json, String name, Sizes sizes) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("blocks", sizes.layers());
    json.writeNumberField("hidden_units", sizes.feedForwardWidth());
    json.writeNumberField("tokens", sizes.tokens());
    json.writeNumberField("parameters", sizes.parameters());
    json.writeEndObject();
  }

  private static void writeCoverage(JsonGenerator json, String name, Coverage coverage)
      throws IOException {
    json.writeObjectFieldStart(name);
    json.writeArrayFieldStart("files");
    for (String source : coverage.sources()) {
      json.writeString(source);
    }
    json.writeEndArray();
    json.writeNumberField("tokens", coverage.tokens());
    json.writeNumberField("outside", coverage.outside());
    JsonOutput.writeNumber(json, "outside_share", coverage.outsideShare(), 6);
    json.writeEndObject();
  }
}
