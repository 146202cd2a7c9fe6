package io.github.sentiment4j.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the text of one entry. */
final class PatternParser {
  private static final Pattern SLOT = Pattern.compile("([a-zA-Z]+)(?:#([1-9]))?(?:\\.([a-z]+))?");

  private final String line;
  private final Function<String, IllegalArgumentException> error;
  private int at;

  PatternParser(String line, Function<String, IllegalArgumentException> error) {
    this.line = line;
    this.error = error;
  }

  List<Part> parse() {
    List<Part> parts = parts(false);
    if (at < line.length()) {
      throw error.apply("']' at column " + (at + 1) + " closes nothing");
    }
    return parts;
  }

  private List<Part> parts(boolean inside) {
    List<Part> parts = new ArrayList<>();
    while (at < line.length()) {
      char c = line.charAt(at);
      if (c == ']' || (c == '|' && inside)) {
        break;
      }
      switch (c) {
        case '[' -> parts.add(alternatives());
        case '{' -> parts.add(slot());
        case '|' -> throw error.apply("'|' at column " + (at + 1) + " is outside of [ ]");
        case '}' -> throw error.apply("'}' at column " + (at + 1) + " closes nothing");
        default -> parts.add(literal());
      }
    }
    return List.copyOf(parts);
  }

  private Part.Alternatives alternatives() {
    int start = at;
    List<List<Part>> entries = new ArrayList<>();
    do {
      at++;
      entries.add(parts(true));
    } while (at < line.length() && line.charAt(at) == '|');
    if (at == line.length()) {
      throw error.apply("'[' at column " + (start + 1) + " is not closed");
    }
    at++;
    if (entries.size() == 1) {
      throw error.apply("'[' at column " + (start + 1) + " has one alternative only");
    }
    return new Part.Alternatives(List.copyOf(entries));
  }

  private Part.Slot slot() {
    int end = line.indexOf('}', at);
    if (end < 0) {
      throw error.apply("'{' at column " + (at + 1) + " is not closed");
    }
    String inside = line.substring(at + 1, end);
    Matcher matcher = SLOT.matcher(inside);
    if (!matcher.matches()) {
      throw error.apply("expected {name}, {name#2} or {name.member}, found '{" + inside + "}'");
    }
    at = end + 1;
    int index = matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2));
    return new Part.Slot(matcher.group(1), index, matcher.group(3) == null ? "" : matcher.group(3));
  }

  private Part.Literal literal() {
    int start = at;
    while (at < line.length() && "[]{}|".indexOf(line.charAt(at)) < 0) {
      at++;
    }
    return new Part.Literal(line.substring(start, at));
  }
}
