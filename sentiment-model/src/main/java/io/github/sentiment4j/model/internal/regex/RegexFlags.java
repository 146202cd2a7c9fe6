package io.github.sentiment4j.model.internal.regex;

import org.jspecify.annotations.Nullable;

/** The settings that the letters of inline flags switch, and the characters that they match. */
record RegexFlags(
    boolean ignoreCase, boolean multiline, boolean dotAll, boolean verbose, boolean ascii) {
  /** Matches every character. */
  static final String ANY = "[\\x{0}-\\x{10FFFF}]";

  static final RegexFlags NONE = new RegexFlags(false, false, false, false, false);

  RegexFlags with(char letter, boolean on) {
    return switch (letter) {
      case 'i' -> new RegexFlags(on, multiline, dotAll, verbose, ascii);
      case 'm' -> new RegexFlags(ignoreCase, on, dotAll, verbose, ascii);
      case 's' -> new RegexFlags(ignoreCase, multiline, on, verbose, ascii);
      case 'x' -> new RegexFlags(ignoreCase, multiline, dotAll, on, ascii);
      case 'a' -> new RegexFlags(ignoreCase, multiline, dotAll, verbose, on);
      default -> new RegexFlags(ignoreCase, multiline, dotAll, verbose, !on);
    };
  }

  /** Returns an expression that ignores case where the flag says so. */
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

  /** Returns the class of characters with a letter, or null if there is none. */
  @Nullable String category(int c) {
    return switch (c) {
      case 'd' -> digit();
      case 'D' -> except(digit());
      case 's' -> space();
      case 'S' -> except(space());
      case 'w' -> word();
      case 'W' -> except(word());
      default -> null;
    };
  }

  /** Returns all characters but those of a class. */
  static String except(String set) {
    return "(?:(?!" + set + ")" + ANY + ")";
  }
}
