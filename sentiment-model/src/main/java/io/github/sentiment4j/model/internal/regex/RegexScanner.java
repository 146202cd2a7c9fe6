package io.github.sentiment4j.model.internal.regex;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the characters, escapes, comments and flags of an expression of Python. */
final class RegexScanner {
  static final int END = -1;
  private static final String ESCAPED = "abfnrtv\\";
  private static final String MEANT = "\u0007\b\f\n\r\t\u000b\\";

  private final String source;
  private int at;

  RegexScanner(String source) {
    this.source = source;
  }

  int position() {
    return at;
  }

  void back(int position) {
    at = position;
  }

  RegexException malformed(String message) {
    return RegexException.malformed(message, Math.min(at, source.length()));
  }

  int peek() {
    return at < source.length() ? source.codePointAt(at) : END;
  }

  int next() {
    int c = peek();
    if (c != END) {
      at += Character.charCount(c);
    }
    return c;
  }

  boolean skip(String text) {
    boolean there = source.startsWith(text, at);
    at += there ? text.length() : 0;
    return there;
  }

  String until(String end, String what) throws RegexException {
    int close = source.indexOf(end, at);
    if (close < 0) {
      throw malformed("missing " + end + ", unterminated " + what);
    }
    String text = source.substring(at, close);
    at = close + end.length();
    return text;
  }

  String digits(int max, String allowed) {
    int start = at;
    while (at - start < max && at < source.length() && allowed.indexOf(source.charAt(at)) >= 0) {
      at++;
    }
    return source.substring(start, at);
  }

  /** Reads the flags for the whole expression, which Python accepts only at its start. */
  RegexFlags globalFlags() throws RegexException {
    RegexFlags flags = RegexFlags.NONE;
    while (true) {
      skipBlanks(flags);
      int start = at;
      RegexFlags read = skip("(?") ? flags(flags, ')') : null;
      if (read == null) {
        at = start;
        return flags;
      }
      flags = read;
    }
  }

  /** Reads flags up to a closing character; returns null if something else follows. */
  @Nullable RegexFlags flags(RegexFlags outer, char close) throws RegexException {
    int start = at;
    RegexFlags flags = outer;
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

  /** Skips comments and, if the expression is verbose, white space. */
  void skipBlanks(RegexFlags flags) throws RegexException {
    while (at < source.length()) {
      char c = source.charAt(at);
      if (skip("(?#")) {
        until(")", "comment");
      } else if (flags.verbose() && c == '#') {
        int line = source.indexOf('\n', at);
        at = line < 0 ? source.length() : line + 1;
      } else if (flags.verbose() && " \t\n\r\u000b\f".indexOf(c) >= 0) {
        at++;
      } else {
        return;
      }
    }
  }

  /** Returns the character that an escape stands for. */
  int character(int c) throws RegexException {
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

  int hexadecimal(int length) throws RegexException {
    String digits = digits(length, "0123456789abcdefABCDEF");
    long c = digits.length() == length ? Long.parseLong(digits, 16) : -1;
    if (c < 0 || c > Character.MAX_CODE_POINT) {
      throw malformed("incomplete or bad escape");
    }
    return (int) c;
  }

  int named() throws RegexException {
    if (!skip("{")) {
      throw malformed("missing {");
    }
    String name = until("}", "name");
    try {
      return Character.codePointOf(name);
    } catch (IllegalArgumentException e) {
      throw RegexException.unknownToJava("a character called \\N{" + name + "}");
    }
  }

  int octal(String digits) throws RegexException {
    int c = Integer.parseInt(digits, 8);
    if (c > 0377) {
      throw malformed("octal escape value \\" + digits + " outside of range 0-0o377");
    }
    return c;
  }
}
