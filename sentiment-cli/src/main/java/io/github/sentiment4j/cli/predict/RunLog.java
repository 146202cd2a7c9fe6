package io.github.sentiment4j.cli.predict;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.sentiment4j.cli.command.Version;
import io.github.sentiment4j.core.ClassifierInfo;
import io.github.sentiment4j.core.ClassifierSettings;
import io.github.sentiment4j.evaluation.internal.output.JsonOutput;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The log of a run as JSON lines, appended to a file: one {@code start} with model and settings,
 * one {@code text} per input, one {@code end} with totals.
 */
final class RunLog implements ResultWriter, Closeable {
  private final Writer writer;
  private final JsonGenerator json;
  private final Clock clock;
  private final Instant startTime;
  private long texts;
  private long failed;

  RunLog(Writer writer, Clock clock) throws IOException {
    this.writer = writer;
    this.json = JsonOutput.lines(writer);
    this.clock = clock;
    this.startTime = clock.instant();
  }

  static RunLog of(Writer writer) throws IOException {
    return new RunLog(writer, Clock.systemUTC());
  }

  static RunLog none() throws IOException {
    return of(Writer.nullWriter());
  }

  void start(String input, ClassifierInfo info) throws IOException {
    open("start");
    json.writeStringField("version", Version.current());
    json.writeStringField("input", input);
    ClassifierSettings settings = info.settings();
    if (settings.model().isPresent()) {
      json.writeStringField("model", settings.model().get().toString());
    }
    json.writeObjectFieldStart("engine");
    json.writeStringField("name", info.engine().engine());
    json.writeStringField("version", info.engine().version());
    json.writeStringField("device", info.engine().device());
    json.writeStringField("architecture", info.engine().architecture());
    json.writeStringField("type", info.engine().modelType());
    json.writeEndObject();
    json.writeObjectFieldStart("settings");
    json.writeStringField("device", settings.engine().device().toString());
    json.writeNumberField("contexts", settings.contexts());
    json.writeNumberField("threads", settings.threads());
    json.writeNumberField("max_tokens", settings.maxTokens());
    json.writeNumberField("batch", settings.maxBatch());
    json.writeStringField("truncation", settings.truncation().toString());
    json.writeStringField("prompt", info.profile().prompt().template());
    json.writeArrayFieldStart("labels");
    for (String word : info.profile().labelWords().asList()) {
      json.writeString(word);
    }
    json.writeEndArray();
    json.writeNumberField("temperature", info.profile().calibration().temperature());
    json.writeNumberField("abstain_below", settings.abstainBelow());
    json.writeEndObject();
    closeEntry();
    flush();
  }

  @Override
  public void write(ResultRow row) throws IOException {
    texts++;
    failed += row instanceof ResultRow.Failed ? 1 : 0;
    open("text");
    JsonLinesWriter.writeFields(json, row);
    closeEntry();
  }

  /**
   * Writes the end of a run.
   *
   * @param reason the reason why it ended early
   */
  void end(String status, Optional<String> reason) throws IOException {
    open("end");
    json.writeStringField("status", status);
    if (reason.isPresent()) {
      json.writeStringField("reason", reason.get());
    }
    json.writeNumberField("texts", texts);
    json.writeNumberField("failed", failed);
    JsonOutput.writeNumber(
        json, "seconds", Duration.between(startTime, clock.instant()).toNanos() / 1e9, 3);
    closeEntry();
    flush();
  }

  @Override
  public void flush() throws IOException {
    json.flush();
    writer.flush();
  }

  @Override
  public void close() throws IOException {
    json.close();
  }

  private void open(String event) throws IOException {
    json.writeStartObject();
    json.writeStringField("time", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
    json.writeStringField("event", event);
  }

  private void closeEntry() throws IOException {
    json.writeEndObject();
    json.writeRaw('\n');
  }
}
