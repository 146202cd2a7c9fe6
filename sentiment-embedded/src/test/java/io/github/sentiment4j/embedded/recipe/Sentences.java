package io.github.sentiment4j.embedded.recipe;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The training sentences of our own: makes them from patterns, and checks that they have nothing in
 * common with the test sentences. The JDK runs this file as it is:
 *
 * <pre>{@code
 * java Sentences.java generate --patterns patterns-en.txt --held-out test-en.jsonl
 *     --count 6000 --seed 1 --spaced 0.3 --out en.jsonl
 * java Sentences.java overlap --held-out test-en.jsonl --patterns patterns-en.txt en.jsonl SEntFiN.csv
 * }</pre>
 *
 * <p>{@code --spaced}, by default 0, is the share of sentences with spaces around punctuation, as
 * in tokenised corpora. Both commands take {@code --held-out} several times. {@code overlap} reads
 * the text of each line of {@code .jsonl} files and whole lines of others, exits with 0 if nothing
 * is shared and with 1 if something is; wrong arguments and files are 2.
 *
 * <p>A file of patterns is UTF-8 text. Empty lines and those that start with {@code #} do not
 * count.
 *
 * <pre>
 * File    --> Section*
 * Section --> Header Entry*                         each on a line of its own
 * Header  --> "@positive" | "@neutral" | "@negative"              patterns of sentences with that label
 *           | "@slot" Name                                         what may stand for {Name}
 *           | "@number" Name "from" Low "to" High "step" Step ["grouped"]
 * Entry   --> (Text | "[" Entry ("|" Entry)* "]" | "{" Name ["#" Digit] ["." Member] "}")*
 * </pre>
 *
 * <p>A slot has one value in a sentence, wherever it stands; {@code {company#2}} is another one. A
 * slot's entries may hold slots. Of a number, {@code {n}} or {@code {n.low}} is its value, a
 * multiple of Step; {@code {n.high}} is a larger one, {@code {n.up}} the rise from low to high in
 * per cent, {@code {n.down}} the fall from high to low in per cent, {@code {n.gap}} the difference,
 * {@code {n.before}} and {@code {n.after}} the values next to it.
 *
 * <p>The same patterns, count and seed give the same file on every JDK.
 */
public final class Sentences {
  private static final List<String> LABELS = List.of("positive", "neutral", "negative");

  private Sentences() {}

  /**
   * Runs a command and ends the JVM with its exit code.
   *
   * @param args as in the examples above
   */
  public static void main(String... args) {
    System.exit(run(System.out, args));
  }

  static int run(PrintStream out, String... args) {
    try {
      String command = args.length == 0 ? "" : args[0];
      return switch (command) {
        case "generate" ->
            generate(
                out,
                Arguments.parse(
                    args, "--patterns", "--held-out", "--count", "--seed", "--spaced", "--out"));
        case "overlap" -> overlap(out, Arguments.parse(args, "--patterns", "--held-out"));
        default ->
            throw new IllegalArgumentException(
                "expected 'generate' or 'overlap', found '" + command + "'");
      };
    } catch (IllegalArgumentException e) {
      out.println(e.getMessage());
    } catch (IOException | UncheckedIOException e) {
      out.println("cannot read or write: " + e.getMessage());
    }
    return 2;
  }

  private static int generate(PrintStream out, Arguments arguments) throws IOException {
    Patterns patterns = Patterns.read(Path.of(arguments.one("--patterns")));
    HeldOut heldOut = HeldOut.read(arguments.some("--held-out"));
    Path file = Path.of(arguments.one("--out"));
    List<Sentence> sentences =
        new Generator(patterns, heldOut, arguments.number("--seed", 0), arguments.share("--spaced"))
            .generate((int) arguments.number("--count", 1));
    Files.write(file, sentences.stream().map(Sentence::json).toList());
    out.println(sentences.size() + " sentences of " + patterns.size() + " patterns in " + file);
    return 0;
  }

  private static int overlap(PrintStream out, Arguments arguments) throws IOException {
    HeldOut heldOut = HeldOut.read(arguments.some("--held-out"));
    int found = 0;
    for (Path file : arguments.paths("--patterns")) {
      for (Map.Entry<Integer, Set<String>> line : Patterns.read(file).literals().entrySet()) {
        Map<String, String> shared = new TreeMap<>();
        line.getValue().forEach(literal -> shared.putAll(heldOut.shared(literal)));
        found += report(out, file + ":" + line.getKey(), shared);
      }
    }
    for (Path file : arguments.files()) {
      List<String> texts = Texts.read(file);
      for (int i = 0; i < texts.size(); i++) {
        found += report(out, file + ":" + (i + 1), heldOut.shared(texts.get(i)));
      }
    }
    out.println(found + " runs are shared with held-out sentences");
    return found == 0 ? 0 : 1;
  }

  private static int report(PrintStream out, String where, Map<String, String> shared) {
    shared.forEach((run, text) -> out.println(where + ": '" + run + "' is in '" + text + "'"));
    return shared.size();
  }

  /** A text and its label, as {@code prepare} reads them. */
  record Sentence(String text, String label) {
    String json() {
      return "{\"text\": \""
          + text.replace("\\", "\\\\").replace("\"", "\\\"")
          + "\", \"label\": \""
          + label
          + "\"}";
    }
  }

  // ---- Patterns

  /** A piece of a pattern. */
  sealed interface Part {}

  record Literal(String text) implements Part {}

  record Alternatives(List<List<Part>> entries) implements Part {}

  /** {@code {name#index.member}}; index 1 and member "" if they are not written. */
  record Slot(String name, int index, String member) implements Part {}

  /** A pattern: the label of its sentences, its line in the file, its parts. */
  record SentencePattern(String label, int line, List<Part> parts) {}

  /** Numbers {@code from, from + step, ... to}. */
  record Range(BigDecimal from, BigDecimal to, BigDecimal step, boolean grouped) {
    String format(BigDecimal value) {
      return grouped
          ? String.format(Locale.ROOT, "%,d", value.longValueExact())
          : value.toPlainString();
    }
  }

  /** A file of patterns, whose slots are all known. */
  static final class Patterns {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z]+");
    private static final Pattern SLOT = Pattern.compile("([a-zA-Z]+)(?:#([1-9]))?(?:\\.([a-z]+))?");
    private static final Pattern NUMBER =
        Pattern.compile("@number (\\w+) from ([0-9.]+) to ([0-9.]+) step ([0-9.]+)( grouped)?");
    private static final Set<String> MEMBERS =
        Set.of("", "low", "high", "up", "down", "gap", "before", "after");
    private static final int MOST_EXPANSIONS = 100_000;

    private final Path file;
    private final List<SentencePattern> patterns = new ArrayList<>();
    private final Map<String, List<List<Part>>> slots = new LinkedHashMap<>();
    private final Map<String, Range> numbers = new LinkedHashMap<>();
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
        if (LABELS.contains(section) && !seen.add(line)) {
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
      if (LABELS.contains(word)) {
        return word;
      }
      Matcher matcher = NUMBER.matcher(line);
      if (matcher.matches()) {
        define(matcher.group(1), number);
        Range range =
            new Range(
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
      List<Part> parts = new EntryParser(line, number).parse();
      lines.put(parts, number);
      if (LABELS.contains(section)) {
        patterns.add(new SentencePattern(section, number, parts));
      } else if (section.startsWith("@slot ")) {
        slots.get(section.substring("@slot ".length())).add(parts);
      } else {
        throw error(
            number,
            "this line is in no section; expected @positive, @neutral, @negative or @slot above it");
      }
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
      for (String label : LABELS) {
        if (of(label).isEmpty()) {
          throw new IllegalArgumentException(file + ": there is no pattern under @" + label);
        }
      }
    }

    private void check(Slot slot, int number) {
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
        throw error(
            number, "{" + slot.name() + "} is no number and has no '." + slot.member() + "'");
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

    private static Stream<Slot> slotsIn(List<Part> parts) {
      return parts.stream()
          .flatMap(
              part -> {
                if (part instanceof Slot slot) {
                  return Stream.of(slot);
                }
                return part instanceof Alternatives alternatives
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
            part instanceof Literal literal
                ? List.of(literal.text())
                : part instanceof Alternatives alternatives
                    ? alternatives.entries().stream()
                        .flatMap(entry -> expansions(entry, number).stream())
                        .toList()
                    : List.of(SLOT_MARK);
        if ((long) heads.size() * tails.size() > MOST_EXPANSIONS) {
          throw error(
              number,
              "more than "
                  + MOST_EXPANSIONS
                  + " combinations of alternatives; make two lines of it");
        }
        heads = heads.stream().flatMap(head -> tails.stream().map(tail -> head + tail)).toList();
      }
      return heads;
    }

    /** Reads one line. */
    private final class EntryParser {
      private final String line;
      private final int number;
      private int at;

      EntryParser(String line, int number) {
        this.line = line;
        this.number = number;
      }

      List<Part> parse() {
        List<Part> parts = parts(false);
        if (at < line.length()) {
          throw error(number, "']' at column " + (at + 1) + " closes nothing");
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
            case '|' -> throw error(number, "'|' at column " + (at + 1) + " is outside of [ ]");
            case '}' -> throw error(number, "'}' at column " + (at + 1) + " closes nothing");
            default -> parts.add(literal());
          }
        }
        return List.copyOf(parts);
      }

      private Alternatives alternatives() {
        int start = at;
        List<List<Part>> entries = new ArrayList<>();
        do {
          at++;
          entries.add(parts(true));
        } while (at < line.length() && line.charAt(at) == '|');
        if (at == line.length()) {
          throw error(number, "'[' at column " + (start + 1) + " is not closed");
        }
        at++;
        if (entries.size() == 1) {
          throw error(number, "'[' at column " + (start + 1) + " has one alternative only");
        }
        return new Alternatives(List.copyOf(entries));
      }

      private Slot slot() {
        int end = line.indexOf('}', at);
        if (end < 0) {
          throw error(number, "'{' at column " + (at + 1) + " is not closed");
        }
        String inside = line.substring(at + 1, end);
        Matcher matcher = SLOT.matcher(inside);
        if (!matcher.matches()) {
          throw error(
              number, "expected {name}, {name#2} or {name.member}, found '{" + inside + "}'");
        }
        at = end + 1;
        int index = matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2));
        return new Slot(matcher.group(1), index, matcher.group(3) == null ? "" : matcher.group(3));
      }

      private Literal literal() {
        int start = at;
        while (at < line.length() && "[]{}|".indexOf(line.charAt(at)) < 0) {
          at++;
        }
        return new Literal(line.substring(start, at));
      }
    }
  }

  // ---- Sentences

  /**
   * Makes sentences: as many of each label, and of each pattern of a label as long as it has new
   * ones.
   */
  static final class Generator {
    /** A pattern that gives nothing new so many times in a row is used up. */
    private static final int TRIES = 60;

    private final Patterns patterns;
    private final HeldOut heldOut;
    private final Random random;
    private final double spaced;

    /**
     * @param spaced share of sentences, 0 to 1, that are written with spaces around punctuation, as
     *     in tokenised corpora
     */
    Generator(Patterns patterns, HeldOut heldOut, long seed, double spaced) {
      this.patterns = patterns;
      this.heldOut = heldOut;
      this.random = new Random(seed);
      this.spaced = spaced;
    }

    /**
     * Makes {@code count} different sentences, none of which shares a run with those held out.
     *
     * @throws IllegalArgumentException if the patterns do not give so many
     */
    List<Sentence> generate(int count) {
      List<Sentence> sentences = new ArrayList<>(count);
      Set<String> texts = new HashSet<>();
      for (int i = 0; i < LABELS.size(); i++) {
        String label = LABELS.get(i);
        int wanted = (count + LABELS.size() - 1 - i) / LABELS.size();
        List<SentencePattern> left = new ArrayList<>(patterns.of(label));
        Collections.shuffle(left, random);
        Deque<SentencePattern> turns = new ArrayDeque<>(left);
        for (int made = 0; made < wanted; ) {
          SentencePattern pattern = turns.pollFirst();
          if (pattern == null) {
            throw new IllegalArgumentException(
                "the patterns under @"
                    + label
                    + " give "
                    + made
                    + " different sentences, not "
                    + wanted
                    + "; write more of them or lower --count");
          }
          String text = newText(pattern, texts);
          if (text != null) {
            sentences.add(new Sentence(text, label));
            made++;
            turns.addLast(pattern);
          }
        }
      }
      Collections.shuffle(sentences, random);
      return sentences;
    }

    /** A text that was not there before, or null if the pattern is used up. */
    private String newText(SentencePattern pattern, Set<String> texts) {
      for (int i = 0; i < TRIES; i++) {
        String text = text(pattern);
        if (heldOut.shared(text).isEmpty() && texts.add(text)) {
          return random.nextDouble() < spaced ? spaced(text) : text;
        }
      }
      return null;
    }

    /** One sentence of a pattern. */
    String text(SentencePattern pattern) {
      StringBuilder out = new StringBuilder();
      new Draw().write(pattern.parts(), 1, out);
      String text =
          out.toString()
              .strip()
              .replaceAll("\\s+", " ")
              .replaceAll(" (?=[,.;:)])", "")
              .replaceAll("(?<=\\() ", "");
      return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    /** "Sales rose 5.4%, to EUR 3 mn." becomes "Sales rose 5.4 % , to EUR 3 mn .". */
    static String spaced(String text) {
      return text.replaceAll("([,.:;](?=\\s|$)|[()%]|'s\\b)", " $1 ")
          .replaceAll("\\s+", " ")
          .strip();
    }

    /** The values of one sentence. */
    private final class Draw {
      private final Map<String, Map<Integer, String>> values = new HashMap<>();
      private final Map<String, Pair> pairs = new HashMap<>();

      /**
       * Writes parts; slots without an index of their own get that of the slot whose entry they
       * stand in.
       */
      void write(List<Part> parts, int index, StringBuilder out) {
        for (Part part : parts) {
          if (part instanceof Literal literal) {
            out.append(literal.text());
          } else if (part instanceof Alternatives alternatives) {
            write(pick(alternatives.entries()), index, out);
          } else if (part instanceof Slot slot) {
            out.append(value(slot, slot.index() == 1 ? index : slot.index()));
          }
        }
      }

      private String value(Slot slot, int index) {
        Range range = patterns.numbers.get(slot.name());
        if (range != null) {
          return pairs
              .computeIfAbsent(slot.name() + index, key -> pair(range))
              .member(slot.member(), range);
        }
        Map<Integer, String> drawn = values.computeIfAbsent(slot.name(), name -> new TreeMap<>());
        for (int i = 0; i < TRIES && !drawn.containsKey(index); i++) {
          StringBuilder out = new StringBuilder();
          write(pick(patterns.slots.get(slot.name())), index, out);
          if (!drawn.containsValue(out.toString())) {
            drawn.put(index, out.toString());
          }
        }
        if (!drawn.containsKey(index)) {
          throw new IllegalArgumentException(
              patterns.file
                  + ": {"
                  + slot.name()
                  + "} has too few values for {"
                  + slot.name()
                  + "#"
                  + index
                  + "}");
        }
        return drawn.get(index);
      }

      private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
      }

      /**
       * Small numbers are as likely as large ones; the larger one of a pair is 4 % to 120 % larger.
       */
      private Pair pair(Range range) {
        BigDecimal low =
            multiple(logUniform(range.from().doubleValue(), range.to().doubleValue()), range);
        BigDecimal high = multiple(low.doubleValue() * (1 + logUniform(0.04, 1.2)), range);
        return new Pair(low, high.max(low.add(range.step())));
      }

      private double logUniform(double from, double to) {
        return from * Math.pow(to / from, random.nextDouble());
      }

      private BigDecimal multiple(double value, Range range) {
        BigDecimal steps = BigDecimal.valueOf(value).divide(range.step(), 0, RoundingMode.HALF_UP);
        return steps.max(BigDecimal.ONE).multiply(range.step());
      }
    }

    /** Two values of a number, low &lt; high. */
    record Pair(BigDecimal low, BigDecimal high) {
      String member(String member, Range range) {
        return switch (member) {
          case "high" -> range.format(high);
          case "up" -> percent(high.subtract(low), low);
          case "down" -> percent(high.subtract(low), high);
          case "gap" -> range.format(high.subtract(low));
          case "before" -> range.format(low.subtract(range.step()));
          case "after" -> range.format(low.add(range.step()));
          default -> range.format(low);
        };
      }

      /** Whole from 20 per cent on, else with one decimal. */
      private static String percent(BigDecimal change, BigDecimal of) {
        BigDecimal hundredfold = change.multiply(BigDecimal.valueOf(100));
        BigDecimal fine = hundredfold.divide(of, 1, RoundingMode.HALF_UP);
        return fine.compareTo(BigDecimal.valueOf(20)) < 0
            ? fine.stripTrailingZeros().toPlainString()
            : hundredfold.divide(of, 0, RoundingMode.HALF_UP).toPlainString();
      }
    }
  }

  // ---- Overlap

  /**
   * Sentences that nothing to train with may resemble: their runs of five words, or of eight
   * characters where a sentence is Chinese. Words are letters and digits without what separates
   * them, so that {@code 5.4} is two; characters count with and without punctuation; case does not
   * count.
   */
  static final class HeldOut {
    private static final int WORDS = 5;
    private static final int CHARACTERS = 8;
    private static final Pattern HAN = Pattern.compile("\\p{IsHan}");
    private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private final Map<String, String> runs = new HashMap<>();

    HeldOut(List<String> texts) {
      texts.forEach(text -> runs(text, run -> runs.put(run, text)));
    }

    static HeldOut read(List<Path> files) throws IOException {
      List<String> texts = new ArrayList<>();
      for (Path file : files) {
        texts.addAll(Texts.read(file));
      }
      return new HeldOut(texts);
    }

    /** The runs that a text shares with held-out sentences, and those sentences. */
    Map<String, String> shared(String text) {
      Map<String, String> shared = new TreeMap<>();
      runs(
          text,
          run -> {
            String found = runs.get(run);
            if (found != null) {
              shared.put(run, found);
            }
          });
      return shared;
    }

    private static void runs(String text, Consumer<String> to) {
      String lower = text.toLowerCase(Locale.ROOT);
      if (HAN.matcher(text).find()) {
        runs(List.of(lower.replaceAll("\\s", "").split("")), CHARACTERS, "", to);
        runs(List.of(SEPARATORS.matcher(lower).replaceAll("").split("")), CHARACTERS, "", to);
      } else {
        runs(List.of(SEPARATORS.matcher(lower).replaceAll(" ").strip().split(" ")), WORDS, " ", to);
      }
    }

    private static void runs(
        List<String> units, int length, String separator, Consumer<String> to) {
      for (int i = 0; i + length <= units.size(); i++) {
        to.accept(String.join(separator, units.subList(i, i + length)));
      }
    }
  }

  /**
   * The texts of a file: the text of each line of a .jsonl file, each line as it is of any other.
   */
  static final class Texts {
    private static final Pattern TEXT =
        Pattern.compile("\"text\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|(.))");

    private Texts() {}

    static List<String> read(Path file) throws IOException {
      List<String> lines = Files.readAllLines(file);
      if (!file.toString().endsWith(".jsonl")) {
        return lines;
      }
      List<String> texts = new ArrayList<>(lines.size());
      for (int i = 0; i < lines.size(); i++) {
        Matcher text = TEXT.matcher(lines.get(i));
        if (!text.find()) {
          throw new IllegalArgumentException(
              file + ":" + (i + 1) + ": expected {\"text\": \"...\"}");
        }
        texts.add(unescape(text.group(1)));
      }
      return texts;
    }

    private static String unescape(String text) {
      return ESCAPE
          .matcher(text)
          .replaceAll(
              escape ->
                  Matcher.quoteReplacement(
                      escape.group(1) != null
                          ? Character.toString(Integer.parseInt(escape.group(1), 16))
                          : "bfnrt".contains(escape.group(2)) ? " " : escape.group(2)));
    }
  }

  // ---- Command line

  /** Options, each with one or several values, and what is left. */
  record Arguments(Map<String, List<String>> options, List<Path> files) {
    static Arguments parse(String[] args, String... known) {
      Map<String, List<String>> options = new TreeMap<>();
      List<Path> files = new ArrayList<>();
      for (int i = 1; i < args.length; i++) {
        if (!args[i].startsWith("--")) {
          files.add(Path.of(args[i]));
        } else if (!List.of(known).contains(args[i])) {
          throw new IllegalArgumentException(
              "unknown option " + args[i] + "; options are " + String.join(", ", known));
        } else if (i + 1 == args.length) {
          throw new IllegalArgumentException(args[i] + " needs a value");
        } else {
          options.computeIfAbsent(args[i], name -> new ArrayList<>()).add(args[++i]);
        }
      }
      return new Arguments(options, files);
    }

    String one(String name) {
      List<String> values = options.getOrDefault(name, List.of());
      if (values.size() != 1) {
        throw new IllegalArgumentException(
            "expected " + name + " once, found it " + values.size() + " times");
      }
      return values.get(0);
    }

    List<Path> paths(String name) {
      return options.getOrDefault(name, List.of()).stream().map(Path::of).toList();
    }

    List<Path> some(String name) {
      if (!options.containsKey(name)) {
        throw new IllegalArgumentException("expected " + name + ", once or several times");
      }
      return paths(name);
    }

    long number(String name, long atLeast) {
      String value = one(name);
      if (!value.matches("[0-9]{1,9}") || Long.parseLong(value) < atLeast) {
        throw new IllegalArgumentException(
            name + " is a whole number from " + atLeast + " on, found '" + value + "'");
      }
      return Long.parseLong(value);
    }

    double share(String name) {
      String value = options.containsKey(name) ? one(name) : "0";
      if (!value.matches("0|1|0?\\.[0-9]+")) {
        throw new IllegalArgumentException(name + " is a share from 0 to 1, found '" + value + "'");
      }
      return Double.parseDouble(value);
    }
  }
}
