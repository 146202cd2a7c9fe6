package io.github.sentiment4j.cli.output;

import io.github.sentiment4j.cli.command.InputException;
import io.github.sentiment4j.support.OutputPlace;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Checks, before a long run, that its result can be written. */
public final class OutputFile {
  private OutputFile() {}

  /**
   * Checks that a file can be made, or replaced if it exists.
   *
   * @throws IOException if it cannot
   */
  public static void requirePlace(Path file) throws IOException {
    requireName(file);
    requireNone(OutputPlace.obstacle(file), file);
    requireFolder(file);
    Path folder = folderOf(file);
    if (!Files.isWritable(folder)) {
      throw new AccessDeniedException(folder.toString());
    }
  }

  /**
   * Checks that a file, pipe or device can be written to, or a new file made.
   *
   * @throws IOException if it cannot
   */
  static void requireWritable(Path file) throws IOException {
    requireName(file);
    requireNone(OutputPlace.obstacle(file).filter(Set.of("a folder", "a socket")::contains), file);
    if (!Files.exists(file)) {
      requireFolder(file);
    } else if (!Files.isWritable(file)) {
      throw new AccessDeniedException(file.toString());
    }
  }

  private static Path folderOf(Path file) {
    Path absolute = file.toAbsolutePath();
    return Objects.requireNonNullElse(absolute.getParent(), absolute);
  }

  private static void requireName(Path file) throws IOException {
    if (file.toString().isEmpty()) {
      throw new InputException("expected the name of a file to write, found an empty one");
    }
  }

  private static void requireNone(Optional<String> obstacle, Path file) throws IOException {
    if (obstacle.isPresent()) {
      throw new FileSystemException(
          file.toString(), null, "expected the name of a file to write, found " + obstacle.get());
    }
  }

  private static void requireFolder(Path file) throws IOException {
    Path folder = folderOf(file);
    if (!Files.isDirectory(folder)) {
      throw new FileSystemException(
          folder.toString(),
          null,
          Files.exists(folder)
              ? "expected the folder of " + file.getFileName() + ", found a file"
              : "expected the folder of " + file.getFileName() + ", found none; make it first");
    }
  }
}
