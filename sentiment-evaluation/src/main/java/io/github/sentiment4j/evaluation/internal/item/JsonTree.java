package io.github.sentiment4j.evaluation.internal.item;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON values as plain collections, without a digit of a number lost: an object is a {@link Map},
 * an array a {@link List}, a string a {@link String}, everything else a {@link Literal}.
 */
final class JsonTree {
  static final JsonFactory FACTORY =
      JsonFactory.builder().disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build();

  private JsonTree() {}

  /**
   * A number, boolean or null.
   *
   * @param source the value as it is written
   */
  record Literal(String source) {
    boolean isNull() {
      return source.equals("null");
    }
  }

  /** Reads the value whose first token is the parser's current one. */
  static Object read(JsonParser json) throws IOException {
    switch (json.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> object = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
          String name = json.currentName();
          json.nextToken();
          object.put(name, read(json));
        }
        return object;
      }
      case START_ARRAY -> {
        List<Object> array = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          array.add(read(json));
        }
        return array;
      }
      case VALUE_STRING -> {
        return json.getText();
      }
      default -> {
        return new Literal(json.getText());
      }
    }
  }

  /** Returns a value as JSON. */
  static String write(Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      write(value, json);
    } catch (IOException e) {
      throw new UncheckedIOException("writing into memory cannot fail", e);
    }
    return text.toString();
  }

  private static void write(Object value, JsonGenerator json) throws IOException {
    if (value instanceof Map<?, ?> object) {
      json.writeStartObject();
      for (Map.Entry<?, ?> member : object.entrySet()) {
        json.writeFieldName((String) member.getKey());
        write(member.getValue(), json);
      }
      json.writeEndObject();
    } else if (value instanceof List<?> array) {
      json.writeStartArray();
      for (Object element : array) {
        write(element, json);
      }
      json.writeEndArray();
    } else if (value instanceof Literal literal) {
      json.writeRawValue(literal.source());
    } else {
      json.writeString((String) value);
    }
  }
}
