package io.github.sentiment4j.model.peft;

import io.github.sentiment4j.model.ModelFileException;
import io.github.sentiment4j.model.json.JsonFile;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression for the names of modules, from a file that may be anybody's: at most 1,000
 * characters, and stopped where a name takes it more than 100,000 steps. Immutable.
 */
final class NamePattern {
  private static final int MAX_CHARS = 1_000;
  private static final int MAX_STEPS = 100_000;

  private final JsonFile json;
  private final String field;
  private final String regex;
  private final Pattern pattern;

  private NamePattern(JsonFile json, String field, String regex, String around) {
    this.json = json;
    this.field = field;
    this.regex = regex;
    if (regex.length() > MAX_CHARS) {
      throw json.unsupported(
          field,
          "regular expressions of at most " + MAX_CHARS + " characters",
          "one of " + regex.length());
    }
    try {
      Pattern.compile(regex);
      this.pattern = Pattern.compile(String.format(around, "(?:" + regex + ")"));
    } catch (PatternSyntaxException e) {
      throw json.corrupt(
          field, "a regular expression", e.getDescription() + " in " + JsonFile.shorten(regex));
    }
  }

  /** A pattern for whole names. */
  static NamePattern ofName(JsonFile json, String field, String regex) {
    return new NamePattern(json, field, regex, "%s");
  }

  /** A pattern for names, or for their ends behind a dot. */
  static NamePattern ofEnd(JsonFile json, String field, String regex) {
    return new NamePattern(json, field, regex, "(?:.*\\.)?%s");
  }

  /** A pattern for what stands before the first number between dots, see {@link #number}. */
  static NamePattern ofList(JsonFile json, String field, String regex) {
    return new NamePattern(json, field, regex, "(?:.*?\\.)?%s\\.(?<number>\\d{1,9})\\.");
  }

  /** Whether the pattern fits all of a name. */
  boolean matches(String name) {
    return fits(name, Matcher::matches).isPresent();
  }

  /** The number behind what the pattern fits; empty if there is none. */
  OptionalInt number(String name) {
    return fits(name, Matcher::lookingAt).stream()
        .mapToInt(matcher -> Integer.parseInt(matcher.group("number")))
        .findFirst();
  }

  private Optional<Matcher> fits(String name, Predicate<Matcher> test) {
    try {
      return Optional.of(pattern.matcher(new CountedText(name))).filter(test);
    } catch (StackOverflowError e) {
      throw tooHard(name);
    }
  }

  private ModelFileException tooHard(String name) {
    return json.unsupported(
        field,
        "regular expressions that take at most " + MAX_STEPS + " steps",
        JsonFile.shorten(regex) + ", which takes more for " + JsonFile.shorten(name));
  }

  /** A name that counts how often its characters are looked at. */
  private final class CountedText implements CharSequence {
    private final String text;
    private int steps;

    CountedText(String text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      if (++steps > MAX_STEPS) {
        throw tooHard(text);
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
