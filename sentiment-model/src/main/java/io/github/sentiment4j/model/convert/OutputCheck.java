package io.github.sentiment4j.model.convert;

import io.github.sentiment4j.support.OutputPlace;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Checks the place of an output file or folder. */
final class OutputCheck {
  private OutputCheck() {}

  /**
   * Refuses a place that cannot be written to.
   *
   * @throws IllegalArgumentException if its folder does not exist
   */
  static void requireFolder(Path output) {
    Path folder = output.toAbsolutePath().normalize().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "output "
              + output
              + ": expected a name in an existing folder, found no folder "
              + folder
              + "; make it first");
    }
  }

  /**
   * Refuses an output that would overwrite an input: a base file, or a file in a folder that is
   * read. The same file under another name counts too. Model files in such a folder are not inputs.
   *
   * @throws IllegalArgumentException if it is one of them, or a folder, pipe or device
   */
  static void requireNotRead(Path output, Path input) throws IOException {
    if (!Files.exists(output)) {
      return;
    }
    Optional<String> obstacle = OutputPlace.obstacle(output);
    if (obstacle.isPresent()) {
      throw new IllegalArgumentException(
          "output " + output + ": expected the name of a file, found " + obstacle.get());
    }
    if (Files.isRegularFile(input)) {
      requireOther(output, input);
    } else if (Files.isDirectory(input)) {
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(input, file -> !file.toString().endsWith(".gguf"))) {
        for (Path file : files) {
          requireOther(output, file);
        }
      }
    }
  }

  /**
   * Refuses a place that is not free.
   *
   * @throws IllegalArgumentException if it is a file, or a folder that is not empty
   */
  static void requireEmpty(Path folder) throws IOException {
    Optional<String> occupant = OutputPlace.occupant(folder, file -> false);
    if (occupant.isPresent()) {
      throw new IllegalArgumentException(
          "output "
              + folder
              + ": expected a new or an empty folder, found "
              + occupant.get()
              + (Files.isDirectory(folder) ? " in it" : ""));
    }
  }

  private static void requireOther(Path output, Path input) throws IOException {
    if (Files.isSameFile(output, input)) {
      throw new IllegalArgumentException(
          "output " + output + ": expected another file than what is read, found " + input);
    }
  }

  /**
   * Refuses a disk without room.
   *
   * @param bytes what will be written
   * @throws FileSystemException if there is less
   */
  static void requireRoom(Path output, long bytes) throws IOException {
    FileStore store = Files.getFileStore(output.toAbsolutePath().normalize().getParent());
    long free = store.getUsableSpace();
    if (free < bytes) {
      throw new FileSystemException(
          output.toString(),
          null,
          String.format(
              Locale.ROOT, "needs %,d MB on the disk, found %,d MB", bytes >> 20, free >> 20));
    }
  }
}
