package io.github.sentiment4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;

/** One JSON object per row. */
final class JsonLinesWriter implements RowWriter {
  private final Writer writer;
  private final JsonGenerator json;

  JsonLinesWriter(Writer writer) throws IOException {
    this.writer = writer;
    this.json = Json.lines(writer);
  }

  @Override
  public void write(Row row) throws IOException {
    json.writeStartObject();
    Json.writeFields(json, row);
    json.writeEndObject();
    json.writeRaw('\n');
  }

  @Override
  public void flush() throws IOException {
    json.flush();
    writer.flush();
  }
}
