package io.github.sentiment4j.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentResult;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** JSON as the command reads and writes it. */
final class Json {
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
          .build();

  private Json() {}

  /** A generator that writes one object per line. */
  static JsonGenerator lines(Writer writer) throws IOException {
    return FACTORY.createGenerator(writer).setPrettyPrinter(new MinimalPrettyPrinter(""));
  }

  /** Writes the fields of a row into an object that the caller opened. */
  static void writeFields(JsonGenerator json, Row row) throws IOException {
    json.writeStringField("input", Text.wellFormed(row.entry().text()));
    if (row instanceof Row.Predicted predicted) {
      SentimentResult result = predicted.result();
      json.writeStringField("prediction", result.label().label());
      if (result.hasProbabilities()) {
        json.writeObjectFieldStart("probabilities");
        for (Sentiment sentiment : Sentiment.values()) {
          writeNumber(json, sentiment.label(), result.probability(sentiment), 6);
        }
        json.writeEndObject();
      }
      writeNumber(json, "time_ms", result.elapsed().toNanos() / 1e6, 3);
      if (result.abstained()) {
        json.writeBooleanField("abstained", true);
      }
      if (result.truncated()) {
        json.writeBooleanField("truncated", true);
      }
    } else if (row instanceof Row.Failed failed) {
      json.writeObjectFieldStart("error");
      json.writeStringField("code", failed.problem().code());
      json.writeStringField("message", Text.wellFormed(failed.problem().message()));
      json.writeEndObject();
    }
  }

  static void writeNumber(JsonGenerator json, String name, double value, int decimals)
      throws IOException {
    json.writeFieldName(name);
    json.writeNumber(BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_EVEN));
  }
}
