package io.github.sentiment4j.model;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a text has where it stops being JSON, in words for people: {@code file: line 3, column 7:
 * expected JSON, found 'x'}. Jackson's own messages name its classes, settings and Java objects.
 * Both methods take what its parsers throw.
 */
public final class JsonSyntax {
  /** Such as {@code Unexpected character ('x' (code 120)): was expecting a colon}. */
  private static final Pattern CHARACTER =
      Pattern.compile(" character \\((?:'.*' \\(|\\(CTRL-CHAR, )code (\\d+)", Pattern.DOTALL);

  /** The beginnings of Jackson's other messages, and what is found there. */
  private static final Map<Pattern, String> FOUND = new LinkedHashMap<>();

  static {
    found("Unexpected end-of-input|No content to map", "the end of the text");
    found("Unexpected close marker '(.)'", "'$1'");
    found("Unrecognized character escape '?(.)", "the escape \\\\$1");
    found("(?:Unrecognized|Non-standard) token '(.*?)'", "'$1'");
    found("Duplicate field '(.*)'", "the field \"$1\" twice");
    found("Trailing token", "something behind the value");
    found(
        "Document nesting depth .* allowed \\((\\d+)",
        "more than $1 arrays and objects in each other");
    found(
        "(?:String value|Name) length .* allowed \\((\\d+)", "a string of more than $1 characters");
    found("Number value length .* allowed \\((\\d+)", "a number of more than $1 characters");
    found(
        "Invalid numeric value|JSON spec does not allow numbers|Malformed numeric",
        "a malformed number");
  }

  private JsonSyntax() {}

  private static void found(String beginning, String words) {
    FOUND.put(Pattern.compile("^(?:" + beginning + ").*", Pattern.DOTALL), words);
  }

  /** What is there instead of JSON, such as {@code 'x'} or {@code the end of the text}. */
  public static String found(IOException e) {
    String message = e instanceof JsonProcessingException json ? json.getOriginalMessage() : "";
    Matcher character = CHARACTER.matcher(message);
    if (character.find()) {
      int code = Integer.parseInt(character.group(1));
      return isVisible(code)
          ? "'" + Character.toString(code) + "'"
          : String.format("the character U+%04X", code);
    }
    for (Map.Entry<Pattern, String> one : FOUND.entrySet()) {
      Matcher matcher = one.getKey().matcher(message);
      if (matcher.matches()) {
        return matcher.replaceFirst(one.getValue());
      }
    }
    return "something else";
  }

  private static boolean isVisible(int code) {
    return !Character.isISOControl(code)
        && !Character.isWhitespace(code)
        && !Character.isSpaceChar(code)
        && Character.getType(code) != Character.FORMAT
        && Character.getType(code) != Character.SURROGATE;
  }

  /** Where that is, such as {@code line 3, column 7}, both counted from 1; empty if not known. */
  public static String place(IOException e) {
    return location(e)
        .map(place -> "line " + place.getLineNr() + ", column " + place.getColumnNr())
        .orElse("");
  }

  /** Where that is in a line that was read alone. */
  public static String placeInLine(int line, IOException e) {
    return "line " + line + location(e).map(place -> ", column " + place.getColumnNr()).orElse("");
  }

  /** Jackson names none where a text is beyond its limits. */
  private static Optional<JsonLocation> location(IOException e) {
    return e instanceof JsonProcessingException json
        ? Optional.ofNullable(json.getLocation())
        : Optional.empty();
  }
}
