package io.github.sentiment4j.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON as trees of maps, lists, strings, numbers, booleans and nulls. */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  static Object read(Path file) throws IOException {
    try (JsonParser parser = FACTORY.createParser(file.toFile())) {
      parser.nextToken();
      return value(parser);
    }
  }

  static Object parse(String text) throws IOException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      parser.nextToken();
      return value(parser);
    }
  }

  static String text(Map<String, Object> tree) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(text)) {
      write(out, tree);
    }
    return text.toString();
  }

  /** Writes one line for each element of the outermost lists, so that versions can be compared. */
  static void write(Path file, Map<String, Object> tree) throws IOException {
    try (JsonGenerator out = FACTORY.createGenerator(Files.newBufferedWriter(file))) {
      out.writeStartObject();
      for (Map.Entry<String, Object> entry : tree.entrySet()) {
        out.writeRaw('\n');
        out.writeFieldName(entry.getKey());
        if (entry.getValue() instanceof List<?> list) {
          out.writeStartArray();
          for (Object element : list) {
            out.writeRaw('\n');
            write(out, element);
          }
          out.writeEndArray();
        } else {
          write(out, entry.getValue());
        }
      }
      out.writeEndObject();
      out.writeRaw('\n');
    }
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> object = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          parser.nextToken();
          object.put(name, value(parser));
        }
        yield object;
      }
      case START_ARRAY -> {
        List<Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(value(parser));
        }
        yield array;
      }
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_STRING -> parser.getText();
      default -> throw new IOException("unexpected " + parser.currentToken() + " in JSON");
    };
  }

  private static void write(JsonGenerator out, Object value) throws IOException {
    if (value instanceof Map<?, ?> object) {
      out.writeStartObject();
      for (Map.Entry<?, ?> entry : object.entrySet()) {
        out.writeFieldName((String) entry.getKey());
        write(out, entry.getValue());
      }
      out.writeEndObject();
    } else if (value instanceof List<?> array) {
      out.writeStartArray();
      for (Object element : array) {
        write(out, element);
      }
      out.writeEndArray();
    } else if (value instanceof Long || value instanceof Integer) {
      out.writeNumber(((Number) value).longValue());
    } else if (value instanceof Double number) {
      out.writeNumber(number);
    } else if (value instanceof Boolean flag) {
      out.writeBoolean(flag);
    } else {
      out.writeString((String) value);
    }
  }
}
