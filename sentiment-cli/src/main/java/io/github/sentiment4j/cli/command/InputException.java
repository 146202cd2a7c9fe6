package io.github.sentiment4j.cli.command;

import java.io.IOException;

/** Thrown when an input as a whole is not what the command line says. */
public final class InputException extends IOException {
  private static final long serialVersionUID = 1;

  public InputException(String message) {
    super(message);
  }
}
