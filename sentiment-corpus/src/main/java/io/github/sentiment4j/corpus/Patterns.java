package io.github.sentiment4j.corpus;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A file of patterns, whose slots are all known. */
final class Patterns {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z]+");
  private static final Pattern NUMBER =
      Pattern.compile("@number (\\w+) from ([0-9.]+) to ([0-9.]+) step ([0-9.]+)( grouped)?");
  private static final Set<String> MEMBERS =
      Set.of("", "low", "high", "up", "down", "gap", "before", "after");
  private static final int MOST_EXPANSIONS = 100_000;

  final Path file;
  private final List<SentencePattern> patterns = new ArrayList<>();
  private final Map<String, List<List<Part>>> slots = new LinkedHashMap<>();
  final Map<String, NumberRange> numbers = new LinkedHashMap<>();
  private final Map<List<Part>, Integer> lines = new LinkedHashMap<>();

  private Patterns(Path file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if a line is wrong; the message says which and why
   */
  static Patterns read(Path file) throws IOException {
    Patterns patterns = new Patterns(file);
    List<String> lines = Files.readAllLines(file);
    String section = "";
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith("@")) {
        section = patterns.header(line, i + 1);
        continue;
      }
      if (Sentence.LABELS.contains(section) && !seen.add(line)) {
        throw patterns.error(i + 1, "the same pattern stands above");
      }
      patterns.entry(section, line, i + 1);
    }
    patterns.check();
    return patterns;
  }

  int size() {
    return patterns.size();
  }

  List<SentencePattern> of(String label) {
    return patterns.stream().filter(pattern -> pattern.label().equals(label)).toList();
  }

  private String header(String line, int number) {
    String word = line.substring(1);
    if (Sentence.LABELS.contains(word)) {
      return word;
    }
    Matcher matcher = NUMBER.matcher(line);
    if (matcher.matches()) {
      define(matcher.group(1), number);
      NumberRange range =
          new NumberRange(
              new BigDecimal(matcher.group(2)),
              new BigDecimal(matcher.group(3)),
              new BigDecimal(matcher.group(4)),
              matcher.group(5) != null);
      if (range.step().signum() <= 0
          || range.from().compareTo(range.step()) < 0
          || range.from().compareTo(range.to()) >= 0) {
        throw error(number, "expected 0 < step <= from < to");
      }
      if (range.grouped() && range.step().scale() > 0) {
        throw error(number, "grouped numbers have whole steps");
      }
      numbers.put(matcher.group(1), range);
      return "number";
    }
    if (word.startsWith("slot ")) {
      String name = word.substring("slot ".length());
      define(name, number);
      slots.put(name, new ArrayList<>());
      return line;
    }
    throw error(
        number,
        "expected @positive, @neutral, @negative, @slot NAME or @number NAME from LOW to HIGH step STEP [grouped],"
            + " found '"
            + line
            + "'");
  }

  private void define(String name, int number) {
    if (!NAME.matcher(name).matches()) {
      throw error(number, "expected a name of letters, found '" + name + "'");
    }
    if (slots.containsKey(name) || numbers.containsKey(name)) {
      throw error(number, "'" + name + "' is defined above");
    }
  }

  private void entry(String section, String line, int number) {
    List<Part> parts = new PatternParser(line, message -> error(number, message)).parse();
    lines.put(parts, number);
    if (Sentence.LABELS.contains(section)) {
      patterns.add(new SentencePattern(section, number, parts));
    } else if (section.startsWith("@slot ")) {
      entries(section.substring("@slot ".length())).add(parts);
    } else {
      throw error(
          number,
          "this line is in no section; expected @positive, @neutral, @negative or @slot above it");
    }
  }

  /** Returns the entries of a slot that is defined. */
  List<List<Part>> entries(String slot) {
    return Objects.requireNonNull(slots.get(slot), slot);
  }

  private void check() {
    slots.forEach(
        (name, entries) -> {
          if (entries.isEmpty()) {
            throw new IllegalArgumentException(file + ": @slot " + name + " has no lines");
          }
        });
    lines.forEach((parts, number) -> slotsIn(parts).forEach(slot -> check(slot, number)));
    slots.keySet().forEach(name -> checkCycle(name, new ArrayDeque<>()));
    for (String label : Sentence.LABELS) {
      if (of(label).isEmpty()) {
        throw new IllegalArgumentException(file + ": there is no pattern under @" + label);
      }
    }
  }

  private void check(Part.Slot slot, int number) {
    if (numbers.containsKey(slot.name())) {
      if (!MEMBERS.contains(slot.member())) {
        throw error(
            number,
            "a number has no '."
                + slot.member()
                + "', only ."
                + new TreeSet<>(MEMBERS)
                    .stream()
                        .filter(member -> !member.isEmpty())
                        .collect(Collectors.joining(", .")));
      }
    } else if (!slots.containsKey(slot.name())) {
      throw error(
          number,
          "{"
              + slot.name()
              + "} is not defined; slots are "
              + new TreeSet<>(slots.keySet())
              + ", numbers are "
              + new TreeSet<>(numbers.keySet()));
    } else if (!slot.member().isEmpty()) {
      throw error(number, "{" + slot.name() + "} is no number and has no '." + slot.member() + "'");
    }
  }

  private void checkCycle(String name, Deque<String> path) {
    if (path.contains(name)) {
      throw new IllegalArgumentException(
          file + ": @slot " + name + " stands for itself, through " + path);
    }
    path.addLast(name);
    for (List<Part> entry : slots.getOrDefault(name, List.of())) {
      slotsIn(entry).forEach(slot -> checkCycle(slot.name(), path));
    }
    path.removeLast();
  }

  private static Stream<Part.Slot> slotsIn(List<Part> parts) {
    return parts.stream()
        .flatMap(
            part -> {
              if (part instanceof Part.Slot slot) {
                return Stream.of(slot);
              }
              return part instanceof Part.Alternatives alternatives
                  ? alternatives.entries().stream().flatMap(Patterns::slotsIn)
                  : Stream.of();
            });
  }

  private IllegalArgumentException error(int line, String message) {
    return new IllegalArgumentException(file + ":" + line + ": " + message);
  }

  /** By line: the texts that can stand between slots, in patterns and in the entries of slots. */
  Map<Integer, Set<String>> literals() {
    Map<Integer, Set<String>> literals = new TreeMap<>();
    lines.forEach(
        (parts, number) ->
            literals.put(
                number,
                expansions(parts, number).stream()
                    .flatMap(expansion -> Stream.of(expansion.split(SLOT_MARK)))
                    .filter(text -> !text.isBlank())
                    .collect(Collectors.toCollection(LinkedHashSet::new))));
    return literals;
  }

  private static final String SLOT_MARK = "\u0000";

  private List<String> expansions(List<Part> parts, int number) {
    List<String> heads = List.of("");
    for (Part part : parts) {
      List<String> tails =
          part instanceof Part.Literal literal
              ? List.of(literal.text())
              : part instanceof Part.Alternatives alternatives
                  ? alternatives.entries().stream()
                      .flatMap(entry -> expansions(entry, number).stream())
                      .toList()
                  : List.of(SLOT_MARK);
      if ((long) heads.size() * tails.size() > MOST_EXPANSIONS) {
        throw error(
            number,
            "more than " + MOST_EXPANSIONS + " combinations of alternatives; make two lines of it");
      }
      heads = heads.stream().flatMap(head -> tails.stream().map(tail -> head + tail)).toList();
    }
    return heads;
  }
}
