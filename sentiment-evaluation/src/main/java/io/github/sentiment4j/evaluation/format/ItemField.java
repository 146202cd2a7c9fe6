package io.github.sentiment4j.evaluation.format;

/**
 * A field of an item, as it is written.
 *
 * @param name the name of the column or JSON field
 * @param value the text or, if {@code json}, the JSON that is not a string
 * @param json whether the value is a number, boolean, null, array or object of JSON
 */
public record ItemField(String name, String value, boolean json) {

  /** Returns the value as a table shows it: JSON's null is empty. */
  public String text() {
    return json && value.equals("null") ? "" : value;
  }

  /** Returns the kind of the value, for messages. */
  public String kind() {
    if (!json) {
      return "a string";
    }
    return switch (value.charAt(0)) {
      case '{' -> "an object";
      case '[' -> "an array";
      case 't', 'f' -> "a boolean";
      case 'n' -> "null";
      default -> "a number";
    };
  }
}
