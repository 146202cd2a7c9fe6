package io.github.sentiment4j.cli;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One JSON object per line, with text and label in a field each (jsonlines.org). */
final class JsonLinesSource extends LinesSource {
  private final Column text;
  private final Optional<Column> label;

  JsonLinesSource(Reader reader, Column text, Optional<Column> label) {
    super(reader);
    this.text = text;
    this.label = label;
  }

  @Override
  Entry parse(Entry whole) {
    try (JsonParser json = Json.FACTORY.createParser(whole.text())) {
      Map<String, String> values = values(json);
      return new Entry(
          value(json, values, text),
          label.isEmpty() ? Optional.empty() : Optional.of(value(json, values, label.get())),
          whole.lastLine(),
          whole.problem());
    } catch (JsonProcessingException e) {
      String where =
          e.getLocation() == null ? "" : " (column " + e.getLocation().getColumnNr() + ")";
      return Entry.broken(
          whole.text(),
          whole.lastLine(),
          Problem.invalidInput(whole.lastLine(), e.getOriginalMessage() + where));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from a string cannot fail", e);
    }
  }

  /** The wanted fields that are there; the last of those with the same name counts. */
  private Map<String, String> values(JsonParser json) throws IOException {
    JsonToken first = json.nextToken();
    if (first != JsonToken.START_OBJECT) {
      throw new JsonParseException(
          json,
          "expected a JSON object such as {\""
              + text.names().get(0)
              + "\": \"...\"}, found "
              + describe(first));
    }
    Map<String, String> values = new HashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      boolean isLabel = label.isPresent() && label.get().names().contains(name);
      if (isLabel || text.names().contains(name)) {
        if (value != JsonToken.VALUE_STRING && !(isLabel && value == JsonToken.VALUE_NUMBER_INT)) {
          throw new JsonParseException(
              json,
              "field \""
                  + name
                  + "\" must be a string"
                  + (isLabel ? " or an integer" : "")
                  + ", found "
                  + describe(value));
        }
        values.put(name, json.getText());
      } else {
        json.skipChildren();
      }
    }
    if (json.nextToken() != null) {
      throw new JsonParseException(json, "expected one JSON object per line, found more behind it");
    }
    return values;
  }

  private static String value(JsonParser json, Map<String, String> values, Column column)
      throws JsonParseException {
    Optional<String> name = column.names().stream().filter(values::containsKey).findFirst();
    if (name.isEmpty()) {
      throw new JsonParseException(
          json, "the object has no field " + column.quoted() + "; " + column.hint());
    }
    return values.get(name.get());
  }

  private static String describe(JsonToken token) {
    if (token == null) {
      return "nothing";
    }
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      default -> token.name().toLowerCase(Locale.ROOT).replace("value_", "");
    };
  }
}
