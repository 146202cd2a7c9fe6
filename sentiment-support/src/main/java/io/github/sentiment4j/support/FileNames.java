package io.github.sentiment4j.support;

import java.nio.file.InvalidPathException;

/** Explanations of strings that cannot be file names on this system. */
public final class FileNames {
  /** The character that Java puts for bytes that the locale's charset does not contain. */
  private static final char UNREADABLE = '\uFFFD';

  private FileNames() {}

  /**
   * Returns what is wrong with a name and what helps. Java takes the charset of file names from the
   * locale; under {@code LC_ALL=C} or {@code POSIX}, the default of systemd and cron, that is
   * ASCII.
   */
  public static String problem(InvalidPathException e) {
    String name = "'" + e.getInput().replace(UNREADABLE, '?') + "'";
    return isPlain(e.getInput())
        ? name + " is not the name of a file here: " + e.getReason()
        : name
            + " is not the name of a file in this process, whose locale has the charset "
            + System.getProperty("sun.jnu.encoding")
            + "; start Java with LC_ALL=C.UTF-8";
  }

  private static boolean isPlain(String name) {
    return name.chars().allMatch(c -> c < 128);
  }
}
