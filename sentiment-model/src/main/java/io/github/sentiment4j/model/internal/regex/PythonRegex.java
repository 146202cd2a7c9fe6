package io.github.sentiment4j.model.internal.regex;

import static io.github.sentiment4j.model.internal.regex.RegexFlags.except;
import static io.github.sentiment4j.model.internal.regex.RegexNode.UNBOUNDED;
import static io.github.sentiment4j.model.internal.regex.RegexScanner.END;

import io.github.sentiment4j.model.internal.regex.RegexNode.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

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
 * <p>The result contains nothing of the source unchanged: characters are escaped, character classes
 * are spelled out and groups are named by their numbers, so that nothing can mean one thing in
 * Python and another in Java. Not thread-safe.
 */
public final class PythonRegex {
  private static final int MAX_DEPTH = 100;
  private static final String DIGITS = "0123456789";

  private final RegexScanner in;

  /** The groups that capture; empty as long as a group is open. */
  private final List<Optional<RegexNode>> groups = new ArrayList<>();

  private final Map<String, Integer> names = new HashMap<>();
  private int depth;

  /** The number of groups where the outermost look-behind began, or -1 outside of one. */
  private int lookBehind = -1;

  private PythonRegex(String source) {
    this.in = new RegexScanner(source);
  }

  /**
   * The same expression for Java.
   *
   * @param pattern in which the group that Python numbers N is called {@code gN}
   * @param names the numbers of the groups that have a name
   */
  public record Translation(Pattern pattern, Map<String, Integer> names) {}

  /**
   * Translates an expression.
   *
   * @throws RegexException if Python's module does not read it, or Java has no such construct
   */
  public static Translation translate(String source) throws RegexException {
    PythonRegex regex = new PythonRegex(source);
    RegexNode node = regex.alternatives(regex.in.globalFlags());
    if (regex.in.peek() != END) {
      throw regex.in.malformed("unbalanced parenthesis");
    }
    try {
      return new Translation(Pattern.compile(node.java()), Map.copyOf(regex.names));
    } catch (PatternSyntaxException e) {
      throw RegexException.unknownToJava(e.getDescription());
    }
  }

  private RegexNode alternatives(RegexFlags flags) throws RegexException {
    if (++depth > MAX_DEPTH) {
      throw RegexException.unknownToJava("more than " + MAX_DEPTH + " groups in one another");
    }
    RegexNode all = sequence(flags);
    while (in.skip("|")) {
      all = all.or(sequence(flags));
    }
    depth--;
    return all;
  }

  private RegexNode sequence(RegexFlags flags) throws RegexException {
    StringBuilder java = new StringBuilder();
    long min = 0;
    long max = 0;
    RegexNode last = RegexNode.plain("", 0, 0);
    boolean any = false;
    while (true) {
      in.skipBlanks(flags);
      int c = in.peek();
      boolean ends = c == END || c == '|' || c == ')';
      RegexNode repeated = ends ? null : quantified(any ? last : null);
      if (repeated == null) {
        java.append(last.java());
        min = RegexNode.plus(min, last.min());
        max = RegexNode.plus(max, last.max());
        if (ends) {
          break;
        }
      }
      last = repeated == null ? item(flags) : repeated;
      any = true;
    }
    return RegexNode.plain(java.toString(), min, max);
  }

  /** Returns the last item with the quantifier that stands here, or null if there is none. */
  private @Nullable RegexNode quantified(@Nullable RegexNode item) throws RegexException {
    long min = 0;
    long max = UNBOUNDED;
    int start = in.position();
    if (in.skip("+")) {
      min = 1;
    } else if (in.skip("?")) {
      max = 1;
    } else if (in.skip("{")) {
      String low = in.digits(Integer.MAX_VALUE, DIGITS);
      boolean comma = in.skip(",");
      String high = comma ? in.digits(Integer.MAX_VALUE, DIGITS) : low;
      if (!in.skip("}") || (low.isEmpty() && !comma)) {
        in.back(start);
        return null;
      }
      min = count(low, 0);
      max = count(high, UNBOUNDED);
      if (max < min) {
        throw in.malformed("min repeat greater than max repeat");
      }
    } else if (!in.skip("*")) {
      return null;
    }
    if (item == null || item.kind() == Kind.POSITION) {
      throw in.malformed("nothing to repeat");
    }
    if (item.kind() == Kind.REPEATED) {
      throw in.malformed("multiple repeat");
    }
    return item.repeated(min, max, in.skip("?") ? "?" : in.skip("+") ? "+" : "");
  }

  private long count(String digits, long otherwise) throws RegexException {
    if (digits.isEmpty()) {
      return otherwise;
    }
    if (digits.length() > 9) {
      throw RegexException.unknownToJava("the number of repetitions " + digits);
    }
    return Long.parseLong(digits);
  }

  private RegexNode item(RegexFlags flags) throws RegexException {
    int c = in.next();
    return switch (c) {
      case '.' -> RegexNode.of(flags.dotAll() ? RegexFlags.ANY : "[^\\x{A}]", 1);
      case '^' -> RegexNode.of(flags.multiline() ? "(?:\\A|(?<=\\x{A}))" : "\\A", 0);
      case '$' -> RegexNode.of(flags.multiline() ? "(?=\\x{A}|\\z)" : "(?=\\x{A}?\\z)", 0);
      case '[' -> set(flags);
      case '(' -> group(flags);
      case '\\' -> escape(flags);
      default -> literal(c, flags);
    };
  }

  private static RegexNode literal(int c, RegexFlags flags) {
    return RegexNode.of(flags.cased(quoted(c)), 1);
  }

  private static String quoted(int c) {
    return String.format("\\x{%X}", c);
  }

  private RegexNode escape(RegexFlags flags) throws RegexException {
    int c = in.next();
    if (c == END) {
      throw in.malformed("bad escape (end of pattern)");
    }
    String word = flags.word();
    return switch (c) {
      case 'A' -> RegexNode.of("\\A", 0);
      case 'Z' -> RegexNode.of("\\z", 0);
      case 'b' -> RegexNode.of(String.format("(?:(?<=%1$s)(?!%1$s)|(?<!%1$s)(?=%1$s))", word), 0);
      case 'B' -> RegexNode.of(String.format("(?:(?<=%1$s)(?=%1$s)|(?<!%1$s)(?!%1$s))", word), 0);
      default -> {
        String category = flags.category(c);
        if (category != null) {
          yield RegexNode.of(category, 1);
        }
        yield c >= '1' && c <= '9' ? reference(c, flags) : literal(in.character(c), flags);
      }
    };
  }

  /** Reads a group reference or an octal number of three digits. */
  private RegexNode reference(int first, RegexFlags flags) throws RegexException {
    int start = in.position() - 1;
    String octal = in.digits(2, "01234567");
    if (first <= '7' && octal.length() == 2) {
      return literal(in.octal((char) first + octal), flags);
    }
    in.back(start);
    return sameAs(Integer.parseInt(in.digits(2, DIGITS)), flags);
  }

  private RegexNode sameAs(int number, RegexFlags flags) throws RegexException {
    if (number > groups.size()) {
      throw in.malformed("invalid group reference " + number);
    }
    RegexNode content = groups.get(number - 1).orElse(null);
    if (content == null) {
      throw in.malformed("cannot refer to an open group");
    }
    if (lookBehind >= 0 && number > lookBehind) {
      throw in.malformed("cannot refer to group defined in the same lookbehind subpattern");
    }
    if (lookBehind >= 0) {
      throw RegexException.unknownToJava("the reference to a group in a look-behind");
    }
    return content.as(flags.cased("\\k<g" + number + ">"));
  }

  private RegexNode set(RegexFlags flags) throws RegexException {
    boolean negated = in.skip("^");
    StringBuilder characters = new StringBuilder();
    List<String> parts = new ArrayList<>();
    int start = in.position();
    while (true) {
      int from = in.position();
      int c = in.next();
      if (c == END) {
        throw in.malformed("unterminated character set");
      }
      if (c == ']' && from > start) {
        break;
      }
      String category = c == '\\' ? flags.category(in.peek()) : null;
      if (category != null) {
        in.next();
        parts.add(category);
      }
      int low = category == null ? member(c) : END;
      int dash = in.position();
      if (in.skip("-") && in.peek() != ']') {
        int to = in.next();
        if (to == END) {
          throw in.malformed("unterminated character set");
        }
        if (category != null || (to == '\\' && flags.category(in.peek()) != null)) {
          throw in.malformed("bad character range");
        }
        int high = member(to);
        if (high < low) {
          throw in.malformed("bad character range");
        }
        characters.append(quoted(low)).append('-').append(quoted(high));
      } else {
        in.back(dash);
        characters.append(category == null ? quoted(low) : "");
      }
    }
    if (characters.length() > 0) {
      parts.add(0, flags.cased("[" + characters + "]"));
    }
    String any = "(?:" + String.join("|", parts) + ")";
    return RegexNode.of(negated ? except(any) : any, 1);
  }

  /** Reads a character of a set, in which a backslash and {@code b} are a backspace. */
  private int member(int c) throws RegexException {
    if (c != '\\') {
      return c;
    }
    int escaped = in.next();
    if (escaped == END) {
      throw in.malformed("bad escape (end of pattern)");
    }
    return escaped >= '0' && escaped <= '7'
        ? in.octal((char) escaped + in.digits(2, "01234567"))
        : in.character(escaped);
  }

  private RegexNode group(RegexFlags flags) throws RegexException {
    if (!in.skip("?")) {
      return capturing(null, flags);
    }
    if (in.skip("P")) {
      return pythonGroup(flags);
    }
    if (in.skip(":")) {
      return closed("(?:", alternatives(flags));
    }
    if (in.skip(">")) {
      return closed("(?>", alternatives(flags));
    }
    if (in.skip("=")) {
      return looked("(?=", alternatives(flags));
    }
    if (in.skip("!")) {
      return looked("(?!", alternatives(flags));
    }
    if (in.skip("<=")) {
      return behind("(?<=", flags);
    }
    if (in.skip("<!")) {
      return behind("(?<!", flags);
    }
    if (in.skip("(")) {
      throw RegexException.unknownToJava(
          "the conditional group (?(" + in.until(")", "name") + ")…)");
    }
    RegexFlags scoped = in.flags(flags, ':');
    if (scoped != null) {
      return closed("(?:", alternatives(scoped));
    }
    throw in.malformed(
        in.flags(flags, ')') == null
            ? "unknown extension ?" + Character.toString(Math.max(' ', in.peek()))
            : "global flags not at the start of the expression");
  }

  private RegexNode pythonGroup(RegexFlags flags) throws RegexException {
    if (in.skip("<")) {
      return capturing(name(in.until(">", "name")), flags);
    }
    if (in.skip("=")) {
      String name = name(in.until(")", "name"));
      Integer number = names.get(name);
      if (number == null) {
        throw in.malformed("unknown group name '" + name + "'");
      }
      return sameAs(number, flags);
    }
    throw in.malformed("unknown extension ?P");
  }

  private String name(String name) throws RegexException {
    boolean identifier =
        !name.isEmpty()
            && (name.charAt(0) == '_' || Character.isUnicodeIdentifierStart(name.codePointAt(0)))
            && name.codePoints().allMatch(Character::isUnicodeIdentifierPart)
            && name.codePoints().noneMatch(Character::isIdentifierIgnorable);
    if (!identifier) {
      throw in.malformed("bad character in group name '" + name + "'");
    }
    return name;
  }

  private RegexNode capturing(@Nullable String name, RegexFlags flags) throws RegexException {
    groups.add(Optional.empty());
    int number = groups.size();
    if (name != null && names.putIfAbsent(name, number) != null) {
      throw in.malformed("redefinition of group name '" + name + "'");
    }
    RegexNode content = closed("(?<g" + number + ">", alternatives(flags));
    groups.set(number - 1, Optional.of(content));
    return content;
  }

  private RegexNode closed(String open, RegexNode content) throws RegexException {
    if (!in.skip(")")) {
      throw in.malformed("missing ), unterminated subpattern");
    }
    return content.as(open + content.java() + ")");
  }

  private RegexNode looked(String open, RegexNode content) throws RegexException {
    return RegexNode.plain(closed(open, content).java(), 0, 0);
  }

  private RegexNode behind(String open, RegexFlags flags) throws RegexException {
    boolean outermost = lookBehind < 0;
    if (outermost) {
      lookBehind = groups.size();
    }
    RegexNode content = alternatives(flags);
    if (content.min() != content.max()) {
      throw in.malformed("look-behind requires fixed-width pattern");
    }
    if (outermost) {
      lookBehind = -1;
    }
    return looked(open, content);
  }
}
