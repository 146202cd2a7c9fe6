package io.github.sentiment4j.model.internal.regex;

/**
 * A translated piece of an expression and the number of characters that it matches.
 *
 * @param java the piece as a regular expression of Java
 * @param min the fewest characters
 * @param max the most characters; {@link #UNBOUNDED} if there is no limit
 */
record RegexNode(String java, long min, long max, Kind kind) {
  static final long UNBOUNDED = Long.MAX_VALUE;

  /** The quantifiers that may follow a piece. */
  enum Kind {
    PLAIN,
    POSITION,
    REPEATED
  }

  static RegexNode of(String java, long width) {
    return new RegexNode(java, width, width, width == 0 ? Kind.POSITION : Kind.PLAIN);
  }

  static RegexNode plain(String java, long min, long max) {
    return new RegexNode(java, min, max, Kind.PLAIN);
  }

  /** Returns other Java for the characters of this piece. */
  RegexNode as(String other) {
    return plain(other, min, max);
  }

  /** Returns this piece or another one. */
  RegexNode or(RegexNode other) {
    return plain(java + "|" + other.java, Math.min(min, other.min), Math.max(max, other.max));
  }

  /** Returns this piece repeated; {@code greed} is empty, {@code ?} or {@code +}. */
  RegexNode repeated(long least, long most, String greed) {
    return new RegexNode(
        "(?:" + java + "){" + least + "," + (most == UNBOUNDED ? "" : most) + "}" + greed,
        times(min, least),
        times(max, most),
        Kind.REPEATED);
  }

  /** Returns the sum of two widths. */
  static long plus(long a, long b) {
    return a > UNBOUNDED - b ? UNBOUNDED : a + b;
  }

  private static long times(long width, long count) {
    if (width == 0 || count == 0) {
      return 0;
    }
    return width > UNBOUNDED / count ? UNBOUNDED : width * count;
  }
}
