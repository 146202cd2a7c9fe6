package io.github.sentiment4j.support;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says in words for people what a text has where it stops being JSON. Jackson's own messages name
 * its classes, settings and Java objects.
 */
public final class JacksonMessages {
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

  private JacksonMessages() {}

  private static void found(String beginning, String words) {
    FOUND.put(Pattern.compile("^(?:" + beginning + ").*", Pattern.DOTALL), words);
  }

  /**
   * Returns what is there instead of JSON, such as {@code 'x'} or {@code the end of the text}.
   *
   * @param message the original message of Jackson's exception
   */
  public static String found(String message) {
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
}
