package io.github.sentiment4j.model.internal.regex;

/** Thrown for an expression that Python's module does not read, or that Java cannot match. */
public final class RegexException extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean malformed;

  private RegexException(boolean malformed, String message) {
    super(message);
    this.malformed = malformed;
  }

  /** Returns the exception for an expression that Python refuses too. */
  static RegexException malformed(String message, int position) {
    return new RegexException(true, message + " at position " + position);
  }

  /** Returns the exception for a construct that Java does not have. */
  static RegexException unknownToJava(String construct) {
    return new RegexException(false, construct);
  }

  /** Returns whether Python refuses the expression too. */
  public boolean isMalformed() {
    return malformed;
  }
}
