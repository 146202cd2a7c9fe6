package io.github.sentiment4j.cli.command;

import java.io.IOException;

/** The input as a whole is not what it was said to be. */
public final class InputException extends IOException {
  private static final long serialVersionUID = 1;

  public InputException(String message) {
    super(message);
  }
}
