package io.github.sentiment4j.cli;

import io.github.sentiment4j.core.ErrorCode;

/** What the process ends with; documented in {@code sentiment --help}. */
final class ExitCode {
  static final int OK = 0;
  static final int SOME_FAILED = 1;
  static final int USAGE = 2;
  static final int ENGINE = 3;
  static final int INPUT_OUTPUT = 4;
  static final int INTERRUPTED = 130;

  private ExitCode() {}

  /** The exit code of a run that ends because of an error. */
  static int of(ErrorCode code) {
    return switch (code) {
      case INVALID_SETTING -> USAGE;
      case INTERRUPTED, CANCELLED -> INTERRUPTED;
      case INVALID_DATA -> INPUT_OUTPUT;
      default -> ENGINE;
    };
  }
}
