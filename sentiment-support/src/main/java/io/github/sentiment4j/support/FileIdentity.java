package io.github.sentiment4j.support;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The identity of the file behind a name. Two names of one file have equal identities, whether they
 * differ in symbolic links, hard links, {@code ..} or, if the file system ignores it, in case. The
 * identity of a missing file is that of the place where it would be created. Immutable.
 *
 * @param key a value that is compared with {@link Object#equals}
 */
public record FileIdentity(Object key) {
  /** The number of links that Linux follows. */
  private static final int MOST_LINKS = 40;

  /** Creates an identity. */
  public FileIdentity {
    Objects.requireNonNull(key, "key");
  }

  /**
   * Returns the present identity of a file.
   *
   * @throws IOException if the file system cannot be asked
   */
  public static FileIdentity of(Path file) throws IOException {
    return new FileIdentity(key(file.toAbsolutePath(), MOST_LINKS));
  }

  private static Object key(Path file, int links) throws IOException {
    try {
      Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      return key == null ? file.toRealPath() : key;
    } catch (FileSystemException e) {
      // The file is missing or not visible to this user.
    }
    Path folder = file.getParent();
    if (folder == null) {
      return file;
    }
    if (links > 0 && Files.isSymbolicLink(file)) {
      return key(folder.resolve(Files.readSymbolicLink(file)), links - 1);
    }
    String name = file.getFileName().toString();
    return List.of(key(folder, links), ignoresCase(folder) ? name.toLowerCase(Locale.ROOT) : name);
  }

  /** Returns whether the nearest existing folder has a second name that differs in case only. */
  private static boolean ignoresCase(Path folder) throws IOException {
    for (Path path = folder; path != null && path.getFileName() != null; path = path.getParent()) {
      String name = path.getFileName().toString();
      String upper = name.toUpperCase(Locale.ROOT);
      Path other = path.resolveSibling(upper.equals(name) ? name.toLowerCase(Locale.ROOT) : upper);
      if (Files.exists(path) && !other.getFileName().toString().equals(name)) {
        return Files.exists(other) && Files.isSameFile(path, other);
      }
    }
    return false;
  }
}
