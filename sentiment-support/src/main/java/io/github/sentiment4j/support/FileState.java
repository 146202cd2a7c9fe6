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
 * The attributes that tell two states of a file apart without reading it.
 *
 * @param size the size in bytes
 * @param modified the time of the last change of the content, in nanoseconds since 1970
 * @param changed the time of the last change of content or attributes, which no program can set;
 *     equal to {@code modified} on platforms without it (Windows)
 * @param identity device and inode; the text {@code null} on platforms without them
 */
public record FileState(long size, long modified, long changed, String identity) {
  /** The state of a missing file. */
  public static final FileState MISSING = new FileState(-1, 0, 0, "");

  /**
   * Returns the present state of a file. Links are followed.
   *
   * @throws IOException if the file does not exist
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

  /** Returns the present state of a file, or {@link #MISSING}. */
  public static FileState now(Path file) {
    try {
      return of(file);
    } catch (IOException e) {
      return MISSING;
    }
  }

  /**
   * Throws an exception if a file has been changed or replaced since it had this state.
   *
   * @param refusal makes the exception
   */
  public void requireStill(Path file, Function<Path, ? extends RuntimeException> refusal) {
    if (!equals(now(file))) {
      throw refusal.apply(file);
    }
  }

  /**
   * Opens a resource that reads a file in several steps, for example to check it and then to load
   * it. If the file was changed or replaced meanwhile, the loaded content was never checked, so the
   * resource is closed and the change reported. Otherwise an exception of {@code open} is passed
   * on.
   *
   * @param refusal makes the exception for a changed file
   */
  public static <T> T whileUnchanged(
      Path file,
      Function<Path, ? extends RuntimeException> refusal,
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
