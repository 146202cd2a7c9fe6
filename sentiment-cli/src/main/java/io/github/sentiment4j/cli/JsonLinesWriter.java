package io.github.sentiment4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.sentiment4j.evaluation.format.ItemField;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** One JSON object per row: what is carried, then ours. */
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
    writeCarried(row.entry().others());
    Json.writeFields(json, row);
    json.writeEndObject();
    json.writeRaw('\n');
  }

  private void writeCarried(List<ItemField> fields) throws IOException {
    List<String> names = Carried.names(fields.stream().map(ItemField::name).toList());
    for (int i = 0; i < names.size(); i++) {
      json.writeFieldName(Text.wellFormed(names.get(i)));
      if (fields.get(i).json()) {
        json.writeRawValue(Text.wellFormed(fields.get(i).value()));
      } else {
        json.writeString(Text.wellFormed(fields.get(i).value()));
      }
    }
  }

  @Override
  public void flush() throws IOException {
    json.flush();
    writer.flush();
  }
}
