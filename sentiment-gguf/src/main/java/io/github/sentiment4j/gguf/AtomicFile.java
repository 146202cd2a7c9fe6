package io.github.sentiment4j.gguf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Changes of files that happen in one step and outlast a power cut. */
final class AtomicFile {
  /** Writes the content of a file. */
  @FunctionalInterface
  interface Content<T> {
    T writeTo(FileChannel channel) throws IOException;
  }

  /** What happens when the content is on disk and before it gets its name. */
  @FunctionalInterface
  interface BeforeRename {
    void run() throws IOException;
  }

  private AtomicFile() {}

  /**
   * Writes a file and returns what the content returned, or fails and leaves the target as it was.
   */
  static <T> T write(Path target, Content<T> content, BeforeRename beforeRename)
      throws IOException {
    Path absolute = target.toAbsolutePath();
    Path temporary =
        absolute.resolveSibling(absolute.getFileName() + "." + UUID.randomUUID() + ".tmp");
    T result;
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
        result = content.writeTo(channel);
        channel.force(true);
      }
      beforeRename.run();
      Files.move(
          temporary, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
    forceDirectory(absolute.getParent());
    return result;
  }

  /** Deletes a file, if it is there. */
  static void delete(Path file) throws IOException {
    if (Files.deleteIfExists(file)) {
      forceDirectory(file.toAbsolutePath().getParent());
    }
  }

  static void writeFully(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Makes what happened to names durable where the platform can open a directory. */
  private static void forceDirectory(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows cannot; there the rename itself is written through.
    }
  }
}
