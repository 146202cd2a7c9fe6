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
 * Which file a name means: two names of one file have equal identities. Symbolic links, hard links,
 * {@code ..} and, where the file system ignores it, upper and lower case make no difference. The
 * file need not be there yet: then it is the place where it would be made. Immutable.
 *
 * @param key compared with {@link Object#equals}
 */
public record FileIdentity(Object key) {
  /** As many as Linux follows. */
  private static final int MOST_LINKS = 40;

  /** Checks that there is a key. */
  public FileIdentity {
    Objects.requireNonNull(key, "key");
  }

  /**
   * The identity of a file as it is now.
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
      // Not there, or not for us to see.
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

  /** Whether the nearest folder that is there has a second name that differs in case only. */
  private static boolean ignoresCase(Path folder) throws IOException {
    for (Path path = folder; path.getFileName() != null; path = path.getParent()) {
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
