package io.github.sentiment4j.cli.command;

/** The project's pages, which usage texts name. */
public final class Docs {
  /** The address of the folder docs, with a slash at its end; {@code DocumentsTest} checks it. */
  public static final String ADDRESS = "https://github.com/sentiment4j/sentiment4j/blob/main/docs/";

  private Docs() {}
}
