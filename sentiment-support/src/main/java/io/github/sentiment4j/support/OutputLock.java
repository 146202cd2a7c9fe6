package io.github.sentiment4j.support;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A lock that keeps other processes and threads from writing the same file or folder. The thread
 * that holds it may take it again, as {@link PendingOutput} does.
 *
 * <p>It is an operating-system lock on an empty file {@code TARGET.00000000.tmp}, which {@link
 * #close} deletes. A killed process loses the lock and leaves this file behind, perhaps with a
 * {@link PendingOutput}; the next process that locks the same target removes both. On a file system
 * without locks, this class keeps no one away and removes nothing.
 */
public final class OutputLock implements AutoCloseable {
  /** A position far behind any content, because on Windows a locked byte cannot be read. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private static final String SUFFIX = ".00000000.tmp";

  /** The locks of this process by their files. */
  @GuardedBy("HELD")
  private static final Map<Path, OutputLock> HELD = new HashMap<>();

  private final Path file;
  private final FileChannel channel;
  private final Thread owner = Thread.currentThread();

  @GuardedBy("HELD")
  private int holds;

  private OutputLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Locks a file or folder that the caller is about to create.
   *
   * @throws FileSystemException if another thread or process is writing it
   * @throws IOException if its folder does not exist or cannot be written to
   */
  public static OutputLock of(Path target) throws IOException {
    Path absolute = OutputPlace.absolute(target);
    Path folder = absolute.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new NoSuchFileException(String.valueOf(folder));
    }
    String name = absolute.getFileName().toString();
    Path file = folder.toRealPath().resolve(name + SUFFIX);
    synchronized (HELD) {
      OutputLock lock = HELD.get(file);
      if (lock == null) {
        lock = create(file, name, target);
        HELD.put(file, lock);
      } else if (lock.owner != Thread.currentThread()) {
        throw inUse(target);
      }
      lock.holds++;
      return lock;
    }
  }

  private static OutputLock create(Path file, String name, Path target) throws IOException {
    while (true) {
      try {
        Files.createFile(file);
      } catch (FileAlreadyExistsException e) {
        // It is in use or was left behind.
      }
      FileIdentity before = FileIdentity.of(file);
      FileChannel channel;
      try {
        channel = FileChannel.open(file, StandardOpenOption.WRITE);
      } catch (NoSuchFileException e) {
        continue;
      }
      try {
        boolean locked = lock(channel, target);
        // The previous owner may have deleted the file before it was locked here.
        if (before.equals(FileIdentity.of(file))) {
          if (locked) {
            deleteLeftovers(file, name);
          }
          return new OutputLock(file, channel);
        }
      } catch (IOException e) {
        channel.close();
        throw e;
      }
      channel.close();
    }
  }

  /**
   * Locks a file that is open for writing until it is closed.
   *
   * @param file the name of the file, for the message
   * @return whether the file system supports locks
   * @throws FileSystemException if another thread or process has locked it
   * @throws IOException if the channel is closed
   */
  public static boolean lock(FileChannel open, Path file) throws IOException {
    try {
      if (open.tryLock(LOCKED_BYTE, 1, false) == null) {
        throw inUse(file);
      }
      return true;
    } catch (OverlappingFileLockException e) {
      throw inUse(file);
    } catch (FileSystemException | ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      return false;
    }
  }

  private static FileSystemException inUse(Path target) {
    return new FileSystemException(
        target.toString(),
        null,
        "another run is writing it now; wait until that one has ended, or name another place");
  }

  private static void deleteLeftovers(Path lock, String name) throws IOException {
    Pattern pattern = Pattern.compile(Pattern.quote(name) + "\\.[0-9a-f]{8}\\.tmp(\\.d)?");
    try (DirectoryStream<Path> siblings =
        Files.newDirectoryStream(
            lock.getParent(),
            path ->
                pattern.matcher(path.getFileName().toString()).matches() && !path.equals(lock))) {
      for (Path sibling : siblings) {
        deleteTree(sibling);
      }
    }
  }

  /** Deletes a file, or a folder with its content, if it exists. */
  static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Releases the lock once; it is free after as many calls as it was taken. */
  @Override
  public void close() throws IOException {
    synchronized (HELD) {
      holds--;
      if (holds == 0) {
        HELD.remove(file);
        try {
          Files.deleteIfExists(file);
        } finally {
          channel.close();
        }
      }
    }
  }
}
