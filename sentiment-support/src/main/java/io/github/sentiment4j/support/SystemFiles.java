package io.github.sentiment4j.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads the files in which Linux describes itself, such as those below {@code /proc}. */
public final class SystemFiles {
  private SystemFiles() {}

  /** Returns the lines of a file; an empty list if it does not exist or cannot be read. */
  public static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
