package io.github.sentiment4j.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** Looks at the place where a file is going to be put. */
public final class OutputPlace {
  private static final int FORMAT = 0170000; // S_IFMT and its values, inode(7)
  private static final int PIPE = 0010000;
  private static final int SOCKET = 0140000;

  private OutputPlace() {}

  /**
   * A place with its folder and its own name. Only the system knows what {@code ..} means behind a
   * link, so it stays in the folder's name.
   */
  static Path absolute(Path place) throws IOException {
    Path absolute = place.toAbsolutePath();
    return absolute.endsWith(".") || absolute.endsWith("..") ? absolute.toRealPath() : absolute;
  }

  /**
   * What stands at a place and is not a file with content, such as {@code a folder}, {@code a
   * pipe}, {@code a socket} or {@code a device}; links are followed. A file that is renamed to this
   * place would take its name away from it. So are the names of open files, such as {@code
   * /dev/stdout} and {@code /proc/self/fd/1}, where there is a file behind them.
   *
   * @return empty if there is a file with content, or nothing
   * @throws IOException if the file system cannot be asked
   */
  public static Optional<String> obstacle(Path place) throws IOException {
    if (!Files.exists(place)) {
      return Optional.empty();
    }
    BasicFileAttributes attributes = Files.readAttributes(place, BasicFileAttributes.class);
    if (attributes.isDirectory()) {
      return Optional.of("a folder");
    }
    if (attributes.isOther()) {
      return Optional.of(special(place));
    }
    return isOpenFile(place) ? Optional.of("the name of an open file") : Optional.empty();
  }

  private static String special(Path file) throws IOException {
    try {
      return switch ((int) Files.getAttribute(file, "unix:mode") & FORMAT) {
        case PIPE -> "a pipe";
        case SOCKET -> "a socket";
        default -> "a device";
      };
    } catch (UnsupportedOperationException e) {
      return "a device";
    }
  }

  private static boolean isOpenFile(Path file) throws IOException {
    if (!Files.isSymbolicLink(file)) {
      return false;
    }
    Path folder = file.toAbsolutePath().getParent().toRealPath();
    return folder.equals(Path.of("/dev")) || folder.startsWith("/proc");
  }
}
