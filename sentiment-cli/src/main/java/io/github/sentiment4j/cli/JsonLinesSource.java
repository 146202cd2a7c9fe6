package io.github.sentiment4j.cli;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.github.sentiment4j.model.JsonSyntax;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Locale;

/** One JSON object per line, with the text in one of its fields (jsonlines.org). */
final class JsonLinesSource extends LinesSource {
  private final String field;
  private final String namedBy;

  /**
   * Reads nothing yet.
   *
   * @param namedBy what the user names the field with
   */
  JsonLinesSource(Reader reader, String field, String namedBy) {
    super(reader);
    this.field = field;
    this.namedBy = namedBy;
  }

  @Override
  Entry parse(Entry whole) {
    try (JsonParser json = Json.FACTORY.createParser(whole.text())) {
      return new Entry(text(json), whole.lastLine(), whole.problem());
    } catch (JsonProcessingException e) {
      String where =
          e.getLocation() == null ? "" : " (column " + e.getLocation().getColumnNr() + ")";
      return Entry.broken(
          whole.text(),
          whole.lastLine(),
          Problem.invalidInput(
              whole.lastLine(),
              (e instanceof UnfitException
                      ? e.getOriginalMessage()
                      : "expected JSON, found " + JsonSyntax.found(e))
                  + where));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from a string cannot fail", e);
    }
  }

  private String text(JsonParser json) throws IOException {
    JsonToken first = json.nextToken();
    if (first != JsonToken.START_OBJECT) {
      throw new UnfitException(
          json,
          "expected a JSON object such as {\"" + field + "\": \"...\"}, found " + describe(first));
    }
    String text = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (name.equals(field)) {
        if (value != JsonToken.VALUE_STRING) {
          throw new UnfitException(
              json, "field \"" + field + "\" must be a string, found " + describe(value));
        }
        text = json.getText();
      } else {
        json.skipChildren();
      }
    }
    if (json.nextToken() != null) {
      throw new UnfitException(json, "expected one JSON object per line, found more behind it");
    }
    if (text == null) {
      throw new UnfitException(
          json,
          "the object has no field \"" + field + "\"; " + namedBy + " names the one with the text");
    }
    return text;
  }

  /** JSON, but not what is wanted. */
  private static final class UnfitException extends JsonParseException {
    private static final long serialVersionUID = 1;

    UnfitException(JsonParser json, String message) {
      super(json, message);
    }
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
