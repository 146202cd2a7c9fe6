package io.github.sentiment4j.gguf;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A file or folder that appears whole or not at all: it is made under another name beside its
 * target and renamed when it is complete. Not thread-safe.
 *
 * <pre>{@code
 * try (PendingOutput output = PendingOutput.file(target)) {
 *   write(output.channel());
 *   output.commit();
 * }
 * }</pre>
 *
 * <p>Without {@link #commit}, {@link #close} deletes what was made. The name in between is {@code
 * TARGET.xxxxxxxx.tmp} with eight hexadecimal digits; a folder's files are in {@code
 * TARGET.xxxxxxxx.tmp.d} beside it. A process that is killed leaves these behind; whoever next
 * makes the same target removes them. A lock on the file tells what is being made from what was
 * left behind; on a file system without locks everything stays.
 */
public final class PendingOutput implements AutoCloseable {
  private static final String FOLDER_SUFFIX = ".d";

  /** Far behind every content: on Windows nobody else could read what is locked. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private final Path target;
  private final Path file;
  private final boolean folder;
  private final FileChannel channel;

  private PendingOutput(Path target, Path file, boolean folder, FileChannel channel) {
    this.target = target;
    this.file = file;
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Starts a file.
   *
   * @throws IOException if the target's folder is not there or cannot be written to
   */
  public static PendingOutput file(Path target) throws IOException {
    return start(target, false);
  }

  /**
   * Starts a folder. Its files are made by whoever wants them there, under {@link #path}.
   *
   * @throws IOException if the target's folder is not there or cannot be written to
   */
  public static PendingOutput folder(Path target) throws IOException {
    PendingOutput output = start(target, true);
    try {
      Files.createDirectory(output.path());
      return output;
    } catch (IOException e) {
      output.close();
      throw e;
    }
  }

  private static PendingOutput start(Path target, boolean folder) throws IOException {
    Path absolute = target.toAbsolutePath().normalize();
    deleteLeftovers(absolute);
    String digits = UUID.randomUUID().toString().substring(0, 8);
    Path file = absolute.resolveSibling(absolute.getFileName() + "." + digits + ".tmp");
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    try {
      channel.tryLock(LOCKED_BYTE, 1, false);
    } catch (IOException e) {
      // A file system without locks: nobody will take this for a leftover.
    }
    return new PendingOutput(absolute, file, folder, channel);
  }

  private static void deleteLeftovers(Path target) throws IOException {
    Pattern name = Pattern.compile(Pattern.quote(target.getFileName() + ".") + "[0-9a-f]{8}\\.tmp");
    try (DirectoryStream<Path> siblings =
        Files.newDirectoryStream(
            target.getParent(), path -> name.matcher(path.getFileName().toString()).matches())) {
      for (Path sibling : siblings) {
        if (isLeftover(sibling)) {
          deleteTree(folderOf(sibling));
          Files.deleteIfExists(sibling);
        }
      }
    }
  }

  private static boolean isLeftover(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      return channel.tryLock(LOCKED_BYTE, 1, false) != null;
    } catch (IOException | OverlappingFileLockException e) {
      return false;
    }
  }

  private static Path folderOf(Path file) {
    return file.resolveSibling(file.getFileName() + FOLDER_SUFFIX);
  }

  /** Where the file or folder is until it is complete. */
  public Path path() {
    return folder ? folderOf(file) : file;
  }

  /** The file, empty at first. */
  public FileChannel channel() {
    if (folder) {
      throw new IllegalStateException(path() + " is a folder");
    }
    return channel;
  }

  /**
   * Forces everything to disk and gives it its name. A file replaces the file of that name, whose
   * {@link ModelManifest} goes first; a folder replaces an empty one.
   *
   * @throws IOException if that fails; the target is then as it was before
   */
  public void commit() throws IOException {
    if (folder) {
      forceFiles(path());
      Files.deleteIfExists(target);
    } else {
      channel.force(true);
      if (Files.deleteIfExists(ModelManifest.pathOf(target))) {
        forceDirectory(target.getParent());
      }
    }
    Files.move(path(), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceDirectory(target.getParent());
  }

  /** Deletes what was made, unless it was committed. */
  @Override
  public void close() throws IOException {
    channel.close();
    deleteTree(folderOf(file));
    Files.deleteIfExists(file);
  }

  private static void forceFiles(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.force(true);
        }
      }
    }
    forceDirectory(folder);
  }

  /** Makes changes of names durable where the platform can open a directory. */
  private static void forceDirectory(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows cannot; there the rename itself is written through.
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
