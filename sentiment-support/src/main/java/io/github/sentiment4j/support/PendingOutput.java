package io.github.sentiment4j.support;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file or folder that appears complete or not at all: it is written under another name beside its
 * target and renamed at the end. Not thread-safe.
 *
 * <pre>{@code
 * try (PendingOutput output = PendingOutput.file(target)) {
 *   write(output.channel());
 *   output.commit();
 * }
 * }</pre>
 *
 * <p>Without {@link #commit}, {@link #close} deletes the output. Its temporary name is {@code
 * TARGET.xxxxxxxx.tmp} with eight hexadecimal digits; the files of a folder are in {@code
 * TARGET.xxxxxxxx.tmp.d} beside it. A killed process leaves these behind; the next process that
 * writes the same target removes them. An {@link OutputLock} keeps others away meanwhile.
 */
public final class PendingOutput implements AutoCloseable {
  private static final String FOLDER_SUFFIX = ".d";

  private final Path target;
  private final Path parent;
  private final Path file;
  private final boolean folder;
  private final OutputLock lock;
  private final FileChannel channel;
  private @Nullable Path outdated;
  private boolean closed;

  private PendingOutput(
      Path target, Path file, boolean folder, OutputLock lock, FileChannel channel) {
    this.target = target;
    this.parent = Objects.requireNonNull(target.getParent());
    this.file = file;
    this.folder = folder;
    this.lock = lock;
    this.channel = channel;
  }

  /**
   * Starts a file.
   *
   * @throws FileSystemException if the target is a folder or a device, or another thread or process
   *     is writing it
   * @throws IOException if the target's folder does not exist or cannot be written to
   */
  public static PendingOutput file(Path target) throws IOException {
    return start(target, false);
  }

  /**
   * Starts a folder. The caller creates its files under {@link #path}.
   *
   * @throws FileSystemException if another thread or process is writing it
   * @throws IOException if the target's folder does not exist or cannot be written to
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
    Path absolute = OutputPlace.absolute(target);
    if (!folder) {
      Optional<String> obstacle = OutputPlace.obstacle(absolute);
      require(obstacle.isEmpty(), target, "a file to write", obstacle.orElse(""));
    }
    OutputLock lock = OutputLock.of(absolute);
    try {
      String digits = UUID.randomUUID().toString().substring(0, 8);
      Path file = absolute.resolveSibling(absolute.getFileName() + "." + digits + ".tmp");
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
      return new PendingOutput(absolute, file, folder, lock, channel);
    } catch (IOException e) {
      lock.close();
      throw e;
    }
  }

  private static void require(boolean condition, Path target, String expected, String found)
      throws FileSystemException {
    if (!condition) {
      throw new FileSystemException(
          target.toString(), null, "expected the name of " + expected + ", found " + found);
    }
  }

  private static Path folderOf(Path file) {
    return file.resolveSibling(file.getFileName() + FOLDER_SUFFIX);
  }

  /** Returns the temporary path of the file or folder. */
  public Path path() {
    return folder ? folderOf(file) : file;
  }

  /** Returns the channel of the file, which is empty at first. */
  public FileChannel channel() {
    if (folder) {
      throw new IllegalStateException(path() + " is a folder");
    }
    return channel;
  }

  /** Names a file to be removed right before the target is replaced, such as its old checksum. */
  public PendingOutput removing(Path outdated) {
    this.outdated = outdated;
    return this;
  }

  /**
   * Forces everything to disk and renames it to the target. A file replaces a file, a folder
   * replaces an empty folder.
   *
   * @throws IOException if that fails; the target is then unchanged
   */
  public void commit() throws IOException {
    if (folder) {
      require(
          !Files.exists(target) || Files.isDirectory(target), target, "a folder to make", "a file");
      forceFiles(path());
      Files.deleteIfExists(target);
    } else {
      channel.force(true);
      if (outdated != null && Files.deleteIfExists(outdated)) {
        forceDirectory(parent);
      }
    }
    Files.move(path(), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceDirectory(parent);
  }

  /** Deletes the output unless it was committed. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (lock) {
      channel.close();
      OutputLock.deleteTree(folderOf(file));
      OutputLock.deleteTree(file);
    }
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

  /** Makes renames durable on platforms that can open a directory. */
  private static void forceDirectory(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows cannot open it, but writes a rename through.
    }
  }
}
