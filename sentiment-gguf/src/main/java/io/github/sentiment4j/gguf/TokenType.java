package io.github.sentiment4j.gguf;

/** The token types of GGUF that occur in byte-level BPE vocabularies. */
public final class TokenType {
  /** A piece of text. */
  public static final int NORMAL = 1;

  /** Stands for what has no token. */
  public static final int UNKNOWN = 2;

  /** Not text: an end of turn, for example. */
  public static final int CONTROL = 3;

  /** A piece of text that is never split, nor merged with its neighbours. */
  public static final int USER_DEFINED = 4;

  /** Fills a gap up to the rows of the embedding. */
  public static final int UNUSED = 5;

  private TokenType() {}
}
