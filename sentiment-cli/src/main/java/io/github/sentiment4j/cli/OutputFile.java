package io.github.sentiment4j.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that is written when a long run ends. */
final class OutputFile {
  private OutputFile() {}

  /**
   * Checks before the run that there is a place for it.
   *
   * @throws IOException if not
   */
  static void requirePlace(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new FileSystemException(
          file.toString(), null, "expected the name of a file to write, found a folder");
    }
    Path folder = file.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      throw new FileSystemException(
          folder.toString(),
          null,
          "expected the folder of " + file.getFileName() + ", found none; make it first");
    }
    if (!Files.isWritable(folder)) {
      throw new AccessDeniedException(folder.toString());
    }
  }
}
