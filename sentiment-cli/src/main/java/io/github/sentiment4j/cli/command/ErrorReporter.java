package io.github.sentiment4j.cli.command;

import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.support.FileNames;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns the error that ends a command into a message and an exit code. */
public final class ErrorReporter {
  private static final int MOST_SUGGESTIONS = 3;
  private static final String PREFIX = "sentiment: ";

  private ErrorReporter() {}

  /** Reports a wrong command line: the mistake, similar options and the way to the help. */
  public static int wrongUsage(ParameterException e, PrintWriter err) {
    CommandLine command = e.getCommandLine();
    if (e instanceof UnmatchedArgumentException unmatched) {
      err.println(
          PREFIX
              + (unmatched.isUnknownOption() ? "Unknown option: " : "Unexpected argument: ")
              + String.join(" ", unmatched.getUnmatched()));
      hint(unmatched).ifPresent(err::println);
    } else if (e.getCause() instanceof InvalidPathException invalid) {
      err.println(PREFIX + FileNames.problem(invalid));
    } else {
      err.println(PREFIX + e.getMessage());
    }
    err.println(
        "Try '"
            + command.getCommandSpec().qualifiedName()
            + " --help' for all options and examples.");
    return ExitCode.USAGE;
  }

  private static Optional<String> hint(UnmatchedArgumentException e) {
    if (e.getCommandLine().getCommandSpec().userObject() instanceof OptionAdviser adviser) {
      Optional<String> advice = adviser.advice(e.getUnmatched().get(0));
      if (advice.isPresent()) {
        return advice;
      }
    }
    List<String> suggestions = e.getSuggestions();
    if (suggestions.isEmpty()) {
      suggestions = OptionNames.similar(e.getCommandLine(), e.getUnmatched().get(0));
    }
    return suggestions.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Did you mean "
                + String.join(
                    " or ", suggestions.subList(0, Math.min(MOST_SUGGESTIONS, suggestions.size())))
                + "?");
  }

  /** Reports the exception that ended a command, and returns the exit code. */
  public static int stopped(Exception thrown, PrintWriter err, boolean debug) {
    Exception e = translated(thrown);
    if (isClosedPipe(e)) {
      // The reader of standard output has ended, as in "| head".
      return ExitCode.OK;
    }
    if (isInterrupt(e)) {
      return ExitCode.INTERRUPTED;
    }
    err.println(PREFIX + message(e));
    if (debug) {
      e.printStackTrace(err);
    } else if (!isExpected(e)) {
      err.println(
          "This is a mistake in sentiment4j; run again with --debug and report what it says.");
    }
    if (e instanceof SentimentException sentiment) {
      return ExitCode.of(sentiment.code());
    }
    return isExpected(e) ? ExitCode.INPUT_OUTPUT : ExitCode.ENGINE;
  }

  /** Returns the message of an exception for people. */
  public static String message(Exception e) {
    if (e instanceof SentimentException || e instanceof InputException) {
      return String.valueOf(e.getMessage());
    }
    if (e instanceof ClosedByInterruptException) {
      return "interrupted";
    }
    if (e instanceof NoSuchFileException missing) {
      return missing(missing.getFile());
    }
    if (e instanceof AccessDeniedException denied) {
      return "no permission to open " + denied.getFile();
    }
    if (e instanceof FileSystemException failed) {
      return failed.getFile()
          + ": "
          + Optional.ofNullable(failed.getReason()).orElse("cannot be opened");
    }
    if (e instanceof InvalidPathException invalid) {
      return FileNames.problem(invalid);
    }
    if (e instanceof IOException) {
      return "input or output failed: " + e.getMessage();
    }
    return "unexpected " + e;
  }

  private static String missing(String file) {
    Path folder = Path.of(file).toAbsolutePath().getParent();
    return folder == null || Files.isDirectory(folder)
        ? "there is no file " + file
        : "there is no folder " + folder + " for " + file;
  }

  /** Returns an exception, with the library's code if it is about a model file. */
  private static Exception translated(Exception e) {
    if (e instanceof ModelFileException file) {
      return SentimentException.of(file.kind(), file);
    }
    return e;
  }

  private static boolean isExpected(Exception e) {
    return e instanceof SentimentException
        || e instanceof IOException
        || e instanceof InvalidPathException;
  }

  private static boolean isInterrupt(Exception e) {
    // An interrupt closes the file that is being read, which may then be reported as unreadable.
    return Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
            .anyMatch(ClosedByInterruptException.class::isInstance)
        || (e instanceof SentimentException sentiment
            && ExitCode.of(sentiment.code()) == ExitCode.INTERRUPTED);
  }

  private static boolean isClosedPipe(Exception e) {
    return e instanceof ClosedOutputException
        || (e instanceof IOException
            && e.getMessage() != null
            && (e.getMessage().contains("Broken pipe")
                || e.getMessage().contains("pipe is being closed")));
  }
}
