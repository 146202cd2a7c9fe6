package io.github.sentiment4j.support;

import java.nio.file.InvalidPathException;

/** What to say of names that cannot be names of files here. */
public final class FileNames {
  /** What Java makes of bytes that are no characters in the locale's charset. */
  private static final char UNREADABLE = '\uFFFD';

  private FileNames() {}

  /**
   * What is wrong with a name, and what helps. Java takes the charset of file names from the
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
