package io.github.sentiment4j.model.peft;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Translates a regular expression of Python's module {@code re} into one of Java that matches the
 * same. The grammar is that of CPython 3.11's {@code re/_parser.py}:
 *
 * <pre>{@code
 * Alternatives --> Sequence ("|" Sequence)*
 * Sequence     --> (Item Quantifier?)*
 * Item         --> CHAR | "." | "^" | "$" | "\" Escape | "[" Set "]" | "(" Group ")"
 * Group        --> Alternatives
 *                | "?:" Alternatives | "?>" Alternatives | "?" Flags ":" Alternatives
 *                | "?=" | "?!" | "?<=" | "?<!", each with Alternatives
 *                | "?P<" NAME ">" Alternatives | "?P=" NAME | "?#" COMMENT | "?" Flags
 * Quantifier   --> ("*" | "+" | "?" | "{" MIN? ("," MAX?)? "}") ("?" | "+")?
 * }</pre>
 *
 * <p>Nothing of the source reaches the result as it is: characters are escaped, classes of
 * characters spelt out and groups named by their numbers, so that no spelling means one thing there
 * and another here. Not thread-safe.
 */
final class PythonRegex {
  private static final int END = -1;
  private static final long UNBOUNDED = Long.MAX_VALUE;
  private static final int MAX_DEPTH = 100;
  private static final String ANY = "[\\x{0}-\\x{10FFFF}]";
  private static final String ESCAPED = "abfnrtv\\";
  private static final String MEANT = "\u0007\b\f\n\r\t\u000b\\";

  private final String source;
  private final List<Group> groups = new ArrayList<>();
  private final Map<String, Integer> names = new HashMap<>();
  private int at;
  private int depth;

  /** How many groups there were where the outermost look-behind began, or -1 outside of one. */
  private int lookBehind = -1;

  /** Not what Python's module reads, or nothing that Java has. */
  static final class RegexException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean malformed;

    private RegexException(boolean malformed, String message) {
      super(message);
      this.malformed = malformed;
    }

    /** Whether Python refuses it too. */
    boolean isMalformed() {
      return malformed;
    }
  }

  /** A group that captures; its width is not known as long as it is open. */
  private static final class Group {
    private Node content;
  }

  private enum Kind {
    PLAIN,
    POSITION,
    REPEATED
  }

  /** A piece of the result, and how many characters it matches. */
  private record Node(String java, long min, long max, Kind kind) {
    static Node of(String java, long width) {
      return new Node(java, width, width, width == 0 ? Kind.POSITION : Kind.PLAIN);
    }

    static Node plain(String java, Node like) {
      return new Node(java, like.min, like.max, Kind.PLAIN);
    }
  }

  /** What the letters of inline flags switch. */
  private record Flags(
      boolean ignoreCase, boolean multiline, boolean dotAll, boolean verbose, boolean ascii) {
    static final Flags NONE = new Flags(false, false, false, false, false);

    Flags with(char letter, boolean on) {
      return switch (letter) {
        case 'i' -> new Flags(on, multiline, dotAll, verbose, ascii);
        case 'm' -> new Flags(ignoreCase, on, dotAll, verbose, ascii);
        case 's' -> new Flags(ignoreCase, multiline, on, verbose, ascii);
        case 'x' -> new Flags(ignoreCase, multiline, dotAll, on, ascii);
        case 'a' -> new Flags(ignoreCase, multiline, dotAll, verbose, on);
        default -> new Flags(ignoreCase, multiline, dotAll, verbose, !on);
      };
    }

    /** Something that is compared without regard to case, where that is asked for. */
    String cased(String java) {
      return ignoreCase ? (ascii ? "(?i:" : "(?iu:") + java + ")" : java;
    }

    String digit() {
      return ascii ? "[0-9]" : "\\p{Nd}";
    }

    String space() {
      return ascii ? "[\\x{9}-\\x{D} ]" : "[\\x{9}-\\x{D}\\x{1C}-\\x{1F}\\x{85}\\p{Z}]";
    }

    String word() {
      return ascii ? "[A-Za-z0-9_]" : "[\\p{L}\\p{N}_]";
    }
  }

  private PythonRegex(String source) {
    this.source = source;
  }

  /**
   * The same expression for Java.
   *
   * @param pattern in which the group that Python numbers N is called {@code gN}
   * @param names the numbers of the groups that have a name
   */
  record Translation(Pattern pattern, Map<String, Integer> names) {}

  /**
   * Translates an expression.
   *
   * @throws RegexException if Python's module does not read it, or Java has no such construct
   */
  static Translation translate(String source) throws RegexException {
    PythonRegex regex = new PythonRegex(source);
    Node node = regex.alternatives(regex.globalFlags());
    if (regex.at < source.length()) {
      throw regex.malformed("unbalanced parenthesis");
    }
    try {
      return new Translation(Pattern.compile(node.java), Map.copyOf(regex.names));
    } catch (PatternSyntaxException e) {
      throw new RegexException(false, e.getDescription());
    }
  }

  private RegexException malformed(String message) {
    return new RegexException(true, message + " at position " + Math.min(at, source.length()));
  }

  private static RegexException unknownToJava(String construct) {
    return new RegexException(false, construct);
  }

  private int peek() {
    return at < source.length() ? source.codePointAt(at) : END;
  }

  private int next() {
    int c = peek();
    if (c != END) {
      at += Character.charCount(c);
    }
    return c;
  }

  private boolean skip(String text) {
    boolean there = source.startsWith(text, at);
    at += there ? text.length() : 0;
    return there;
  }

  private String until(String end, String what) throws RegexException {
    int close = source.indexOf(end, at);
    if (close < 0) {
      throw malformed("missing " + end + ", unterminated " + what);
    }
    String text = source.substring(at, close);
    at = close + end.length();
    return text;
  }

  private String digits(int max, String allowed) {
    int start = at;
    while (at - start < max && at < source.length() && allowed.indexOf(source.charAt(at)) >= 0) {
      at++;
    }
    return source.substring(start, at);
  }

  /** Flags for the whole expression, which Python takes at its start only. */
  private Flags globalFlags() throws RegexException {
    Flags flags = Flags.NONE;
    while (true) {
      skipBlanks(flags);
      int start = at;
      Flags read = skip("(?") ? flags(flags, ')') : null;
      if (read == null) {
        at = start;
        return flags;
      }
      flags = read;
    }
  }

  /** Flags up to a closing character; null if there is something else. */
  private Flags flags(Flags outer, char close) throws RegexException {
    int start = at;
    Flags flags = outer;
    boolean on = true;
    boolean any = false;
    Set<Character> types = new HashSet<>();
    Set<Character> seen = new HashSet<>();
    while (at < source.length()) {
      char letter = source.charAt(at++);
      if (letter == close && any) {
        return flags;
      }
      if (letter == '-' && on && close == ':') {
        on = false;
        any = false;
      } else if ("aiLmsux".indexOf(letter) >= 0) {
        boolean type = "aLu".indexOf(letter) >= 0;
        if (letter == 'L') {
          throw malformed("bad inline flags: cannot use 'L' flag with a str pattern");
        }
        if (type && (!on || (types.add(letter) && types.size() > 1))) {
          throw malformed("bad inline flags: flags 'a', 'u' and 'L' are incompatible");
        }
        if (!on && seen.contains(letter)) {
          throw malformed("bad inline flags: flag turned on and off");
        }
        if (on) {
          seen.add(letter);
        }
        any = true;
        flags = flags.with(letter, on);
      } else {
        break;
      }
    }
    at = start;
    return null;
  }

  /** Skips comments and, where the expression is verbose, white space. */
  private void skipBlanks(Flags flags) throws RegexException {
    while (at < source.length()) {
      char c = source.charAt(at);
      if (skip("(?#")) {
        until(")", "comment");
      } else if (flags.verbose && c == '#') {
        int line = source.indexOf('\n', at);
        at = line < 0 ? source.length() : line + 1;
      } else if (flags.verbose && " \t\n\r\u000b\f".indexOf(c) >= 0) {
        at++;
      } else {
        return;
      }
    }
  }

  private Node alternatives(Flags flags) throws RegexException {
    if (++depth > MAX_DEPTH) {
      throw unknownToJava("more than " + MAX_DEPTH + " groups in one another");
    }
    Node all = sequence(flags);
    while (skip("|")) {
      Node one = sequence(flags);
      all =
          new Node(
              all.java + "|" + one.java,
              Math.min(all.min, one.min),
              Math.max(all.max, one.max),
              Kind.PLAIN);
    }
    depth--;
    return Node.plain(all.java, all);
  }

  private Node sequence(Flags flags) throws RegexException {
    StringBuilder java = new StringBuilder();
    long min = 0;
    long max = 0;
    Node last = null;
    while (true) {
      skipBlanks(flags);
      int c = peek();
      if (c == END || c == '|' || c == ')') {
        break;
      }
      Node repeated = quantified(last);
      if (repeated == null) {
        if (last != null) {
          java.append(last.java);
          min = plus(min, last.min);
          max = plus(max, last.max);
        }
        last = item(flags);
      } else {
        last = repeated;
      }
    }
    if (last != null) {
      java.append(last.java);
      min = plus(min, last.min);
      max = plus(max, last.max);
    }
    return new Node(java.toString(), min, max, Kind.PLAIN);
  }

  private static long plus(long a, long b) {
    return a > UNBOUNDED - b ? UNBOUNDED : a + b;
  }

  private static long times(long width, long count) {
    if (width == 0 || count == 0) {
      return 0;
    }
    return width > UNBOUNDED / count ? UNBOUNDED : width * count;
  }

  /** The last item with the quantifier that stands here; null if there is none. */
  private Node quantified(Node item) throws RegexException {
    long min = 0;
    long max = UNBOUNDED;
    int start = at;
    if (skip("+")) {
      min = 1;
    } else if (skip("?")) {
      max = 1;
    } else if (skip("{")) {
      String low = digits(Integer.MAX_VALUE, "0123456789");
      boolean comma = skip(",");
      String high = comma ? digits(Integer.MAX_VALUE, "0123456789") : low;
      if (!skip("}") || (low.isEmpty() && !comma)) {
        at = start;
        return null;
      }
      min = count(low, 0);
      max = count(high, UNBOUNDED);
      if (max < min) {
        throw malformed("min repeat greater than max repeat");
      }
    } else if (!skip("*")) {
      return null;
    }
    if (item == null || item.kind == Kind.POSITION) {
      throw malformed("nothing to repeat");
    }
    if (item.kind == Kind.REPEATED) {
      throw malformed("multiple repeat");
    }
    String greed = skip("?") ? "?" : skip("+") ? "+" : "";
    return new Node(
        "(?:" + item.java + "){" + min + "," + (max == UNBOUNDED ? "" : max) + "}" + greed,
        times(item.min, min),
        times(item.max, max),
        Kind.REPEATED);
  }

  private long count(String digits, long otherwise) throws RegexException {
    if (digits.isEmpty()) {
      return otherwise;
    }
    if (digits.length() > 9) {
      throw unknownToJava("the number of repetitions " + digits);
    }
    return Long.parseLong(digits);
  }

  private Node item(Flags flags) throws RegexException {
    int c = next();
    return switch (c) {
      case '.' -> Node.of(flags.dotAll ? ANY : "[^\\x{A}]", 1);
      case '^' -> Node.of(flags.multiline ? "(?:\\A|(?<=\\x{A}))" : "\\A", 0);
      case '$' -> Node.of(flags.multiline ? "(?=\\x{A}|\\z)" : "(?=\\x{A}?\\z)", 0);
      case '[' -> set(flags);
      case '(' -> group(flags);
      case '\\' -> escape(flags);
      default -> literal(c, flags);
    };
  }

  private static Node literal(int c, Flags flags) {
    return Node.of(flags.cased(quoted(c)), 1);
  }

  private static String quoted(int c) {
    return String.format("\\x{%X}", c);
  }

  private Node escape(Flags flags) throws RegexException {
    int c = next();
    if (c == END) {
      throw malformed("bad escape (end of pattern)");
    }
    String word = flags.word();
    return switch (c) {
      case 'A' -> Node.of("\\A", 0);
      case 'Z' -> Node.of("\\z", 0);
      case 'b' -> Node.of(String.format("(?:(?<=%1$s)(?!%1$s)|(?<!%1$s)(?=%1$s))", word), 0);
      case 'B' -> Node.of(String.format("(?:(?<=%1$s)(?=%1$s)|(?<!%1$s)(?!%1$s))", word), 0);
      default -> {
        String category = category(c, flags);
        if (category != null) {
          yield Node.of(category, 1);
        }
        yield c >= '1' && c <= '9' ? reference(c, flags) : literal(character(c), flags);
      }
    };
  }

  /** A group reference, or an octal number of three digits. */
  private Node reference(int first, Flags flags) throws RegexException {
    int start = at - 1;
    String octal = digits(2, "01234567");
    if (first <= '7' && octal.length() == 2) {
      return literal(octal((char) first + octal), flags);
    }
    at = start;
    return sameAs(Integer.parseInt(digits(2, "0123456789")), flags);
  }

  private int octal(String digits) throws RegexException {
    int c = Integer.parseInt(digits, 8);
    if (c > 0377) {
      throw malformed("octal escape value \\" + digits + " outside of range 0-0o377");
    }
    return c;
  }

  private Node sameAs(int number, Flags flags) throws RegexException {
    if (number > groups.size()) {
      throw malformed("invalid group reference " + number);
    }
    Node content = groups.get(number - 1).content;
    if (content == null) {
      throw malformed("cannot refer to an open group");
    }
    if (lookBehind >= 0 && number > lookBehind) {
      throw malformed("cannot refer to group defined in the same lookbehind subpattern");
    }
    if (lookBehind >= 0) {
      throw unknownToJava("the reference to a group in a look-behind");
    }
    return Node.plain(flags.cased("\\k<g" + number + ">"), content);
  }

  /** A class of characters by its letter, or null. */
  private static String category(int c, Flags flags) {
    return switch (c) {
      case 'd' -> flags.digit();
      case 'D' -> except(flags.digit());
      case 's' -> flags.space();
      case 'S' -> except(flags.space());
      case 'w' -> flags.word();
      case 'W' -> except(flags.word());
      default -> null;
    };
  }

  private static String except(String set) {
    return "(?:(?!" + set + ")" + ANY + ")";
  }

  /** The character behind a backslash that stands for one. */
  private int character(int c) throws RegexException {
    int known = ESCAPED.indexOf(c);
    if (known >= 0) {
      return MEANT.charAt(known);
    }
    return switch (c) {
      case 'x' -> hexadecimal(2);
      case 'u' -> hexadecimal(4);
      case 'U' -> hexadecimal(8);
      case 'N' -> named();
      case '0' -> Integer.parseInt("0" + digits(2, "01234567"), 8);
      default -> {
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
          throw malformed("bad escape \\" + (char) c);
        }
        yield c;
      }
    };
  }

  private int hexadecimal(int length) throws RegexException {
    String digits = digits(length, "0123456789abcdefABCDEF");
    long c = digits.length() == length ? Long.parseLong(digits, 16) : -1;
    if (c < 0 || c > Character.MAX_CODE_POINT) {
      throw malformed("incomplete or bad escape");
    }
    return (int) c;
  }

  private int named() throws RegexException {
    if (!skip("{")) {
      throw malformed("missing {");
    }
    String name = until("}", "name");
    try {
      return Character.codePointOf(name);
    } catch (IllegalArgumentException e) {
      throw unknownToJava("a character called \\N{" + name + "}");
    }
  }

  private Node set(Flags flags) throws RegexException {
    boolean negated = skip("^");
    StringBuilder characters = new StringBuilder();
    List<String> parts = new ArrayList<>();
    int start = at;
    while (true) {
      int from = at;
      int c = next();
      if (c == END) {
        throw malformed("unterminated character set");
      }
      if (c == ']' && from > start) {
        break;
      }
      String category = c == '\\' ? category(peek(), flags) : null;
      if (category != null) {
        next();
        parts.add(category);
      }
      int low = category == null ? member(c) : END;
      int dash = at;
      if (skip("-") && peek() != ']') {
        int to = next();
        if (to == END) {
          throw malformed("unterminated character set");
        }
        if (category != null || (to == '\\' && category(peek(), flags) != null)) {
          throw malformed("bad character range");
        }
        int high = member(to);
        if (high < low) {
          throw malformed("bad character range");
        }
        characters.append(quoted(low)).append('-').append(quoted(high));
      } else {
        at = dash;
        characters.append(category == null ? quoted(low) : "");
      }
    }
    if (characters.length() > 0) {
      parts.add(0, flags.cased("[" + characters + "]"));
    }
    String any = "(?:" + String.join("|", parts) + ")";
    return Node.of(negated ? except(any) : any, 1);
  }

  /** A character of a set, where a backslash and {@code b} are a backspace. */
  private int member(int c) throws RegexException {
    if (c != '\\') {
      return c;
    }
    int escaped = next();
    if (escaped == END) {
      throw malformed("bad escape (end of pattern)");
    }
    return escaped >= '0' && escaped <= '7'
        ? octal((char) escaped + digits(2, "01234567"))
        : character(escaped);
  }

  private Node group(Flags flags) throws RegexException {
    if (!skip("?")) {
      return capturing(null, flags);
    }
    if (skip("P")) {
      return pythonGroup(flags);
    }
    if (skip(":")) {
      return closed("(?:", alternatives(flags));
    }
    if (skip(">")) {
      return closed("(?>", alternatives(flags));
    }
    if (skip("=")) {
      return looked("(?=", alternatives(flags));
    }
    if (skip("!")) {
      return looked("(?!", alternatives(flags));
    }
    if (skip("<=")) {
      return behind("(?<=", flags);
    }
    if (skip("<!")) {
      return behind("(?<!", flags);
    }
    if (skip("(")) {
      throw unknownToJava("the conditional group (?(" + until(")", "name") + ")…)");
    }
    Flags scoped = flags(flags, ':');
    if (scoped != null) {
      return closed("(?:", alternatives(scoped));
    }
    throw malformed(
        flags(flags, ')') == null
            ? "unknown extension ?" + Character.toString(Math.max(' ', peek()))
            : "global flags not at the start of the expression");
  }

  private Node pythonGroup(Flags flags) throws RegexException {
    if (skip("<")) {
      return capturing(name(until(">", "name")), flags);
    }
    if (skip("=")) {
      String name = name(until(")", "name"));
      if (!names.containsKey(name)) {
        throw malformed("unknown group name '" + name + "'");
      }
      return sameAs(names.get(name), flags);
    }
    throw malformed("unknown extension ?P");
  }

  private String name(String name) throws RegexException {
    boolean identifier =
        !name.isEmpty()
            && (name.charAt(0) == '_' || Character.isUnicodeIdentifierStart(name.codePointAt(0)))
            && name.codePoints().allMatch(Character::isUnicodeIdentifierPart)
            && name.codePoints().noneMatch(Character::isIdentifierIgnorable);
    if (!identifier) {
      throw malformed("bad character in group name '" + name + "'");
    }
    return name;
  }

  private Node capturing(String name, Flags flags) throws RegexException {
    Group group = new Group();
    groups.add(group);
    int number = groups.size();
    if (name != null && names.putIfAbsent(name, number) != null) {
      throw malformed("redefinition of group name '" + name + "'");
    }
    group.content = closed("(?<g" + number + ">", alternatives(flags));
    return group.content;
  }

  private Node closed(String open, Node content) throws RegexException {
    if (!skip(")")) {
      throw malformed("missing ), unterminated subpattern");
    }
    return Node.plain(open + content.java + ")", content);
  }

  private Node looked(String open, Node content) throws RegexException {
    return new Node(closed(open, content).java, 0, 0, Kind.PLAIN);
  }

  private Node behind(String open, Flags flags) throws RegexException {
    boolean outermost = lookBehind < 0;
    if (outermost) {
      lookBehind = groups.size();
    }
    Node content = alternatives(flags);
    if (content.min != content.max) {
      throw malformed("look-behind requires fixed-width pattern");
    }
    if (outermost) {
      lookBehind = -1;
    }
    return looked(open, content);
  }
}
