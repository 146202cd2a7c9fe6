package io.github.sentiment4j.cli;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * Writes the libraries' log messages to standard error, one line each: warnings and errors, or with
 * {@code --verbose} everything down to {@code DEBUG}.
 */
public final class StderrLoggerFinder extends System.LoggerFinder {
  private static volatile System.Logger.Level threshold = System.Logger.Level.WARNING;

  /** Called by {@link java.util.ServiceLoader}. */
  public StderrLoggerFinder() {}

  static void setVerbose(boolean verbose) {
    threshold = verbose ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING;
  }

  @Override
  public System.Logger getLogger(String name, Module module) {
    return new StderrLogger(name);
  }

  private record StderrLogger(String name) implements System.Logger {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean isLoggable(Level level) {
      return level != Level.OFF && level.getSeverity() >= threshold.getSeverity();
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String message,
        @Nullable Throwable thrown) {
      if (isLoggable(level)) {
        print(level, thrown == null ? message : message + ": " + thrown);
      }
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String format,
        @Nullable Object... params) {
      if (isLoggable(level)) {
        print(
            level,
            params == null || params.length == 0 ? format : MessageFormat.format(format, params));
      }
    }

    private static void print(Level level, @Nullable String message) {
      String line = String.valueOf(message).strip().replaceAll("\\R", " ");
      System.err.println("sentiment: " + level.name().toLowerCase(Locale.ROOT) + ": " + line);
    }
  }
}
