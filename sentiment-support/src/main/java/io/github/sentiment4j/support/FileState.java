package io.github.sentiment4j.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
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
  /** The state of no file. */
  public static final FileState MISSING = new FileState(-1, 0, 0, "");

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

  /** The present state of a file, or {@link #MISSING}. */
  public static FileState now(Path file) {
    try {
      return of(file);
    } catch (IOException e) {
      return MISSING;
    }
  }

  /**
   * Refuses a file that was changed or replaced since it had this state.
   *
   * @param refusal makes what is thrown from a message
   */
  public void requireStill(Path file, Function<String, ? extends RuntimeException> refusal) {
    if (!equals(now(file))) {
      throw refusal.apply(
          file
              + ": expected a file that stays as it is while it is read, found that it was changed,"
              + " replaced or removed meanwhile; try again when nothing writes to it");
    }
  }

  /**
   * Opens what reads a file in several steps, such as a check of its content and the loading of it.
   * If the file was changed or replaced meanwhile, nobody checked what was loaded, so the outcome
   * is closed and refused.
   *
   * @param refusal makes what is thrown from a message if the file has changed; if it has not, what
   *     {@code open} throws is thrown
   */
  public static <T> T whileUnchanged(
      Path file,
      Function<String, ? extends RuntimeException> refusal,
      Supplier<T> open,
      Consumer<T> close) {
    FileState before = now(file);
    T opened;
    try {
      opened = open.get();
    } catch (RuntimeException e) {
      before.requireStill(file, refusal);
      throw e;
    }
    try {
      before.requireStill(file, refusal);
      return opened;
    } catch (RuntimeException e) {
      close.accept(opened);
      throw e;
    }
  }
}
