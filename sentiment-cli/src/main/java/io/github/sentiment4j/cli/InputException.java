package io.github.sentiment4j.cli;

import java.io.IOException;

/** The input as a whole is not what it was said to be. */
final class InputException extends IOException {
  private static final long serialVersionUID = 1;

  InputException(String message) {
    super(message);
  }
}
