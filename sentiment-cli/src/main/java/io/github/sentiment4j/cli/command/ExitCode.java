package io.github.sentiment4j.cli.command;

import io.github.sentiment4j.core.ErrorCode;
import java.util.Set;

/** The exit codes of the process, which {@code sentiment --help} lists. */
public final class ExitCode {
  public static final int OK = 0;
  public static final int SOME_FAILED = 1;
  public static final int USAGE = 2;
  public static final int ENGINE = 3;
  public static final int INPUT_OUTPUT = 4;
  public static final int INTERRUPTED = 130;

  public static final String OK_HELP = "0:done; every text was classified";
  public static final String SOME_FAILED_HELP =
      "1:some texts could not be classified; the results of the others are out";
  public static final String USAGE_HELP = "2:wrong usage or a setting out of range";
  public static final String ENGINE_HELP = "3:the model or the engine could not be used";
  public static final String INPUT_OUTPUT_HELP = "4:reading the input or writing the output failed";
  public static final String INTERRUPTED_HELP = "130:interrupted";

  private ExitCode() {}

  /** Returns the exit code of a run that went on where texts failed with these codes. */
  public static int ofTexts(Set<ErrorCode> failures) {
    if (failures.contains(ErrorCode.ENGINE_FAILED)
        || failures.contains(ErrorCode.SCORES_NOT_FINITE)) {
      return ENGINE;
    }
    return failures.isEmpty() ? OK : SOME_FAILED;
  }

  /** Returns the exit code of a run that an error ends. */
  public static int of(ErrorCode code) {
    return switch (code) {
      case INVALID_SETTING -> USAGE;
      case INTERRUPTED, CANCELLED -> INTERRUPTED;
      case INVALID_DATA -> INPUT_OUTPUT;
      default -> ENGINE;
    };
  }
}
