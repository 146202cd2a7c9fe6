package io.github.sentiment4j.cli.doctor;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.sentiment4j.evaluation.internal.output.DisplayText;
import io.github.sentiment4j.evaluation.internal.output.PropertyTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Names and values in order, for a table and for JSON. A value is a text, a number, a boolean,
 * {@link Bytes}, a list of texts, or a list of {@code NamedValues}.
 */
public final class NamedValues {
  private final Map<String, Object> values = new LinkedHashMap<>();

  /** A size in bytes, which a table also shows in MiB. */
  public record Bytes(long count) {}

  public NamedValues put(String name, Object value) {
    values.put(name, value);
    return this;
  }

  /** Adds a value if it is known. */
  public NamedValues put(String name, Optional<?> value) {
    value.ifPresent(known -> values.put(name, known));
    return this;
  }

  Optional<Object> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** Writes one JSON object; the names of sizes end in {@code _bytes}. */
  public void writeJson(JsonGenerator json) throws IOException {
    json.writeStartObject();
    for (Map.Entry<String, Object> fact : values.entrySet()) {
      json.writeFieldName(fact.getKey() + (fact.getValue() instanceof Bytes ? "_bytes" : ""));
      writeJson(json, fact.getValue());
    }
    json.writeEndObject();
  }

  private static void writeJson(JsonGenerator json, Object value) throws IOException {
    if (value instanceof NamedValues facts) {
      facts.writeJson(json);
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object item : list) {
        writeJson(json, item);
      }
      json.writeEndArray();
    } else if (value instanceof Bytes bytes) {
      json.writeNumber(bytes.count());
    } else if (value instanceof String text) {
      json.writeString(DisplayText.wellFormed(text));
    } else {
      json.writeObject(value);
    }
  }

  /** Writes a row for each value and for each item of a list. */
  public void writeTable(PropertyTable table) throws IOException {
    for (Map.Entry<String, Object> fact : values.entrySet()) {
      String name = "  " + fact.getKey().replace('_', ' ');
      if (fact.getValue() instanceof List<?> list) {
        for (Object item : list.isEmpty() ? List.of("none") : list) {
          table.row(name, text(item));
          name = "";
        }
      } else {
        table.row(name, text(fact.getValue()));
      }
    }
  }

  private static String text(Object value) {
    if (value instanceof Bytes bytes) {
      return PropertyTable.bytes(bytes.count());
    }
    if (value instanceof NamedValues facts) {
      List<String> items = new ArrayList<>();
      facts.values.forEach((name, item) -> items.add(name.replace('_', ' ') + " " + text(item)));
      return String.join(", ", items);
    }
    if (value instanceof Boolean truth) {
      return truth ? "yes" : "no";
    }
    return String.valueOf(value);
  }
}
