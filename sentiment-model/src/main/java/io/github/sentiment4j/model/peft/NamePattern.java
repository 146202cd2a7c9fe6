package io.github.sentiment4j.model.peft;

import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.model.internal.json.JsonFile;
import io.github.sentiment4j.model.internal.regex.BoundedText;
import io.github.sentiment4j.model.internal.regex.PythonRegex;
import io.github.sentiment4j.model.internal.regex.RegexException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.regex.Matcher;

/**
 * A regular expression of Python for the names of modules, put together as PEFT 0.21.2 does. Its
 * file is not trusted: it has at most 1,000 characters and is stopped after 100,000 steps for a
 * name. Immutable.
 */
final class NamePattern {
  private static final int MAX_CHARS = 1_000;
  private static final int MAX_STEPS = 100_000;

  private final JsonFile json;
  private final String field;
  private final String regex;
  private final PythonRegex.Translation translation;
  private final Predicate<Matcher> test;

  private NamePattern(
      JsonFile json, String field, String regex, String around, Predicate<Matcher> test) {
    this.json = json;
    this.field = field;
    this.regex = regex;
    this.test = test;
    if (regex.length() > MAX_CHARS) {
      throw json.unsupported(
          field,
          "regular expressions of at most " + MAX_CHARS + " characters",
          "one of " + regex.length());
    }
    try {
      this.translation = PythonRegex.translate(String.format(around, regex));
    } catch (RegexException e) {
      String shown = e.getMessage() + " in " + JsonFile.shorten(String.format(around, regex));
      throw e.isMalformed()
          ? json.corrupt(field, "a regular expression of Python", shown)
          : json.unsupported(
              field,
              "a regular expression that Java can match too",
              shown + "; write the names of the modules out, the matrices stay the same");
    }
  }

  /** A pattern for whole names ({@code match_target_against_key}). */
  static NamePattern ofName(JsonFile json, String field, String regex) {
    return new NamePattern(json, field, regex, "%s", Matcher::matches);
  }

  /** A pattern for names, or for their ends behind a dot ({@code get_pattern_key}). */
  static NamePattern ofEnd(JsonFile json, String field, String regex) {
    return new NamePattern(json, field, regex, "(.*\\.)?(%s)$", Matcher::lookingAt);
  }

  /** A pattern for parts of names between dots ({@code check_target_module_exists}). */
  static NamePattern ofPart(JsonFile json, String field, String regex) {
    return new NamePattern(json, field, regex, "(^|.*\\.)%s($|\\..*)", Matcher::lookingAt);
  }

  /** Returns a pattern for the part before the first number between dots, see {@link #number}. */
  static NamePattern ofList(JsonFile json, String field, String regex) {
    return new NamePattern(
        json, field, regex, "(?:^|.*?\\.)%s\\.(?P<idx>\\d+)\\.", Matcher::lookingAt);
  }

  /** Returns the pattern of {@link #ofList} for lists of any name. */
  static NamePattern ofAnyList(JsonFile json, String field) {
    return new NamePattern(json, field, "", ".*?\\.[^.]*\\.(?P<idx>\\d+)\\.", Matcher::lookingAt);
  }

  /** Returns whether the pattern fits a name. */
  boolean matches(String name) {
    return match(name).isPresent();
  }

  /** Returns the number in a name that matches; -1 if it matches without a number. */
  OptionalInt number(String name) {
    Integer group = translation.names().get("idx");
    return match(name).stream()
        .map(matcher -> group == null ? null : matcher.group("g" + group))
        .mapToInt(digits -> digits == null ? -1 : Integer.parseInt(digits))
        .findFirst();
  }

  private Optional<Matcher> match(String name) {
    try {
      BoundedText bounded = new BoundedText(name, MAX_STEPS, () -> tooHard(name));
      return Optional.of(translation.pattern().matcher(bounded)).filter(test);
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
}
