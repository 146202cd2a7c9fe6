package io.github.sentiment4j.gguf;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.UUID;

/**
 * A file that is written all or nothing: to a temporary file beside it, which is forced to disk and
 * renamed, so that no reader ever sees half of it and a file that was there before stays until
 * then. A process that is killed leaves a file {@code NAME.UUID.tmp} behind. Immutable.
 */
public final class AtomicFile {
  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes everything, from the start of the empty file on.
     *
     * @throws IOException if it cannot be written; nothing of it is kept then
     */
    void writeTo(FileChannel channel) throws IOException;
  }

  /** Creates the temporary file. */
  @FunctionalInterface
  interface Opener {
    FileChannel open(Path temporary) throws IOException;
  }

  private final Path target;
  private final Opener opener;

  /** A file whose channel a test makes fail. */
  AtomicFile(Path target, Opener opener) {
    this.target = Objects.requireNonNull(target, "target").toAbsolutePath();
    this.opener = opener;
  }

  /** The file at a path; nothing is written yet. */
  public static AtomicFile at(Path target) {
    return new AtomicFile(target, AtomicFile::create);
  }

  /** An empty file that was not there before. */
  static FileChannel create(Path temporary) throws IOException {
    return FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
  }

  /** Where the file is to be, absolute. */
  public Path target() {
    return target;
  }

  /**
   * Writes the file or replaces it.
   *
   * @throws IOException if that fails, or the content does; the target is then as it was before
   */
  public void write(Content content) throws IOException {
    Path temporary = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      try (FileChannel channel = opener.open(temporary)) {
        content.writeTo(channel);
        channel.force(true);
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
    forceDirectory(target.getParent());
  }

  /** Makes the rename durable where the platform can open a directory. */
  private static void forceDirectory(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows cannot; there the rename itself is written through.
    }
  }
}
