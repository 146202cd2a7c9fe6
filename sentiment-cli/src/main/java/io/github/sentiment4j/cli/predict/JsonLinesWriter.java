package io.github.sentiment4j.cli.predict;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentResult;
import io.github.sentiment4j.evaluation.format.ItemField;
import io.github.sentiment4j.evaluation.internal.output.DisplayText;
import io.github.sentiment4j.evaluation.internal.output.JsonOutput;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** Writes one JSON object per row: the fields of the input, then the results. */
final class JsonLinesWriter implements ResultWriter {
  private final Writer writer;
  private final JsonGenerator json;

  JsonLinesWriter(Writer writer) throws IOException {
    this.writer = writer;
    this.json = JsonOutput.lines(writer);
  }

  @Override
  public void write(ResultRow row) throws IOException {
    json.writeStartObject();
    writeCarried(row.entry().others());
    writeFields(json, row);
    json.writeEndObject();
    json.writeRaw('\n');
  }

  private void writeCarried(List<ItemField> fields) throws IOException {
    List<String> names = CarriedNames.names(fields.stream().map(ItemField::name).toList());
    for (int i = 0; i < names.size(); i++) {
      json.writeFieldName(DisplayText.wellFormed(names.get(i)));
      if (fields.get(i).json()) {
        json.writeRawValue(DisplayText.wellFormed(fields.get(i).value()));
      } else {
        json.writeString(DisplayText.wellFormed(fields.get(i).value()));
      }
    }
  }

  @Override
  public void flush() throws IOException {
    json.flush();
    writer.flush();
  }

  /** Writes the fields of a row into an object that the caller opened. */
  static void writeFields(JsonGenerator json, ResultRow row) throws IOException {
    json.writeStringField("input", DisplayText.wellFormed(row.entry().text()));
    if (row instanceof ResultRow.Predicted predicted) {
      SentimentResult result = predicted.result();
      json.writeStringField("prediction", result.label().label());
      if (result.hasProbabilities()) {
        json.writeObjectFieldStart("probabilities");
        for (Sentiment sentiment : Sentiment.values()) {
          JsonOutput.writeNumber(json, sentiment.label(), result.probability(sentiment), 6);
        }
        json.writeEndObject();
      }
      JsonOutput.writeNumber(json, "time_ms", result.elapsed().toNanos() / 1e6, 3);
      if (result.abstained()) {
        json.writeBooleanField("abstained", true);
      }
      if (result.truncated()) {
        json.writeBooleanField("truncated", true);
      }
    } else if (row instanceof ResultRow.Failed failed) {
      json.writeObjectFieldStart("error");
      json.writeStringField("code", failed.problem().code());
      json.writeStringField("message", DisplayText.wellFormed(failed.problem().message()));
      json.writeEndObject();
    }
  }
}
