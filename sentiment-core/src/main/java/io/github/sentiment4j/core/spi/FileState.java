package io.github.sentiment4j.core.spi;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.SentimentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What tells one state of a file from another without reading it.
 *
 * @param size in bytes
 * @param modified when its content was changed, in nanoseconds since 1970
 * @param changed when anything of it was changed, which nobody can set; where the platform does not
 *     say (Windows), the same as {@code modified}
 * @param identity device and inode, or null where the platform has none
 */
public record FileState(long size, long modified, long changed, String identity) {

  /**
   * The present state of a file; links are followed.
   *
   * @throws IOException if there is no such file
   */
  public static FileState of(Path file) throws IOException {
    BasicFileAttributes basic = Files.readAttributes(file, BasicFileAttributes.class);
    FileTime changed =
        file.getFileSystem().supportedFileAttributeViews().contains("unix")
            ? (FileTime) Files.getAttribute(file, "unix:ctime")
            : basic.lastModifiedTime();
    return new FileState(
        basic.size(),
        basic.lastModifiedTime().to(TimeUnit.NANOSECONDS),
        changed.to(TimeUnit.NANOSECONDS),
        String.valueOf(basic.fileKey()));
  }

  /**
   * Opens what reads a file in several steps, such as a check of its content and the loading of it,
   * and refuses the outcome where the file was changed or replaced meanwhile: then nobody checked
   * what was loaded. A file that is not there is for {@code open} to complain of.
   *
   * @throws SentimentException {@link ErrorCode#MODEL_INVALID} if the file has changed; whatever
   *     {@code open} throws if it has not
   */
  public static <T> T whileUnchanged(Path file, Supplier<T> open, Consumer<T> close) {
    FileState before = orNull(file);
    T opened;
    try {
      opened = open.get();
    } catch (RuntimeException e) {
      if (before != null && !before.equals(orNull(file))) {
        throw changed(file, e);
      }
      throw e;
    }
    if (before != null && !before.equals(orNull(file))) {
      close.accept(opened);
      throw changed(file, null);
    }
    return opened;
  }

  private static FileState orNull(Path file) {
    try {
      return of(file);
    } catch (IOException e) {
      return null;
    }
  }

  private static SentimentException changed(Path file, Throwable cause) {
    return new SentimentException(
        ErrorCode.MODEL_INVALID,
        file
            + ": expected a file that stays as it is while it is opened, found that it was changed,"
            + " replaced or removed meanwhile; open it again when nothing writes to it",
        cause);
  }
}
