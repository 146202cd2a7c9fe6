package io.github.sentiment4j.evaluation.internal.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** The settings of JSON that the reports and the command line share. */
public final class JsonOutput {
  public static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
          .build();

  private JsonOutput() {}

  /** Returns a generator that writes one object per line. */
  public static JsonGenerator lines(Writer writer) throws IOException {
    return FACTORY.createGenerator(writer).setPrettyPrinter(new MinimalPrettyPrinter(""));
  }

  /** The fields of an object. */
  @FunctionalInterface
  public interface Fields {
    /**
     * Writes the fields into an object that is open.
     *
     * @throws IOException if the output cannot be written
     */
    void writeTo(JsonGenerator json) throws IOException;
  }

  /**
   * Writes one object on one line.
   *
   * @throws IOException if the output cannot be written
   */
  public static void writeObject(Writer writer, Fields fields) throws IOException {
    JsonGenerator json = lines(writer);
    json.writeStartObject();
    fields.writeTo(json);
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }

  /**
   * Writes a number that is rounded, half to even.
   *
   * @throws IOException if the output cannot be written
   */
  public static void writeNumber(JsonGenerator json, String name, double value, int decimals)
      throws IOException {
    json.writeFieldName(name);
    json.writeNumber(BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_EVEN));
  }
}
