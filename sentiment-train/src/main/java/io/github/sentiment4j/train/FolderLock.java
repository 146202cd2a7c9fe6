package io.github.sentiment4j.train;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.SentimentException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A lock that keeps a second process out of a folder: a locked file in it with the process's
 * number. The system releases the lock of a killed process; the file stays and does no harm. On a
 * file system without locks, the lock has no effect.
 */
final class FolderLock implements AutoCloseable {
  /** The name of the lock file. */
  static final String NAME = "run.lock";

  /**
   * The locked position, far behind the content, because on Windows locked bytes cannot be read.
   */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Locks an existing folder.
   *
   * @throws SentimentException {@link ErrorCode#INVALID_SETTING} if another process, or another run
   *     of this one, holds the lock
   * @throws IOException if the folder cannot be written to
   */
  static FolderLock of(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    String owner = String.valueOf(ProcessHandle.current().pid());
    while (true) {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
      FolderLock lock = new FolderLock(file, channel);
      if (!lock.isTaken()) {
        channel.close();
        throw new SentimentException(
            ErrorCode.INVALID_SETTING,
            folder
                + ": another run is at work in this folder"
                + processIn(file)
                + "; wait until it is over or take another folder");
      }
      try {
        channel.truncate(0).write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.US_ASCII)));
      } catch (IOException e) {
        lock.close();
        throw e;
      }
      // Between opening and locking, the one before may have deleted the file.
      if (contentOf(file).equals(owner)) {
        return lock;
      }
      channel.close();
    }
  }

  private boolean isTaken() {
    try {
      return channel.tryLock(LOCKED_BYTE, 1, false) != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      return true; // a file system without locks
    }
  }

  private static String processIn(Path file) throws IOException {
    String owner = contentOf(file);
    return owner.isEmpty() ? "" : " (process " + owner + ")";
  }

  private static String contentOf(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
    channel.close();
  }
}
