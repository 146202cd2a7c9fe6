package io.github.sentiment4j.cli.command;

import java.io.IOException;

/** Thrown when standard output is closed. */
final class ClosedOutputException extends IOException {
  private static final long serialVersionUID = 1;

  ClosedOutputException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
