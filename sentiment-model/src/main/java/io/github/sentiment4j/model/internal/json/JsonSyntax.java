package io.github.sentiment4j.model.internal.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.sentiment4j.support.JacksonMessages;
import java.io.IOException;
import java.util.Optional;

/**
 * A description of the place at which a text stops being JSON: {@code file: line 3, column 7:
 * expected JSON, found 'x'}. Jackson's own messages name its classes, settings and Java objects.
 * The methods take the exceptions of Jackson's parsers.
 */
public final class JsonSyntax {
  private JsonSyntax() {}

  /** Returns the text that is no JSON, such as {@code 'x'} or {@code the end of the text}. */
  public static String found(IOException e) {
    return JacksonMessages.found(
        e instanceof JsonProcessingException json ? json.getOriginalMessage() : "");
  }

  /** Returns its position, such as {@code line 3, column 7}, counted from 1; empty if unknown. */
  public static String place(IOException e) {
    return location(e)
        .map(place -> "line " + place.getLineNr() + ", column " + place.getColumnNr())
        .orElse("");
  }

  /** Returns its position in a line that was read alone. */
  public static String placeInLine(int line, IOException e) {
    return "line " + line + location(e).map(place -> ", column " + place.getColumnNr()).orElse("");
  }

  /** Returns the position; Jackson has none for a text beyond its limits. */
  private static Optional<JsonLocation> location(IOException e) {
    return e instanceof JsonProcessingException json
        ? Optional.ofNullable(json.getLocation())
        : Optional.empty();
  }
}
