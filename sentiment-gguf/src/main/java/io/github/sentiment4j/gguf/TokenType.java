package io.github.sentiment4j.gguf;

/** The token types of GGUF that occur in byte-level BPE vocabularies. */
public final class TokenType {
  /** A piece of text. */
  public static final int NORMAL = 1;

  /** The token for unknown text. */
  public static final int UNKNOWN = 2;

  /** A token that is not text, such as an end of turn. */
  public static final int CONTROL = 3;

  /** A piece of text that is never split, nor merged with its neighbours. */
  public static final int USER_DEFINED = 4;

  /** A placeholder up to the number of rows of the embedding. */
  public static final int UNUSED = 5;

  private TokenType() {}
}
