package io.github.sentiment4j.support;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Keeps other processes and threads from making the same file or folder. The thread that holds it
 * may take it again, as {@link PendingOutput} does.
 *
 * <p>It is a lock of the operating system on an empty file {@code TARGET.00000000.tmp}, which
 * {@link #close} deletes. A process that is killed loses the lock and leaves that file behind, and
 * perhaps a {@link PendingOutput}; whoever next locks the same target removes both. On a file
 * system without locks nobody is kept away and nothing is removed.
 */
public final class OutputLock implements AutoCloseable {
  /** Far behind every content: on Windows nobody else could read what is locked. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private static final String SUFFIX = ".00000000.tmp";

  /** By their files; guarded by itself. */
  private static final Map<Path, OutputLock> HELD = new HashMap<>();

  private final Path file;
  private final FileChannel channel;
  private final Thread owner = Thread.currentThread();
  private int holds;

  private OutputLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Locks a file or folder that is going to be made.
   *
   * @throws FileSystemException if somebody else is making it
   * @throws IOException if its folder is not there or cannot be written to
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
        // In use, or left behind.
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
        // Its last owner may have deleted it before it was locked here.
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
   * Locks a file that is open for writing, for as long as it is open.
   *
   * @param file its name, for the message
   * @return whether the file system knows locks
   * @throws FileSystemException if somebody else has locked it
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

  /** Deletes a file, or a folder with all that is in it, if it is there. */
  static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        root,
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

  /** Gives the lock back, as often as it was taken. */
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
