package io.github.sentiment4j.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Checks of the place at which a file is about to be written. */
public final class OutputPlace {
  private static final int FORMAT = 0170000; // S_IFMT and its values, inode(7)
  private static final int PIPE = 0010000;
  private static final int SOCKET = 0140000;

  private OutputPlace() {}

  /**
   * Returns a place as an absolute path that ends with its own name. {@code ..} stays in the path
   * of the folder, because only the system knows what it means after a link.
   */
  static Path absolute(Path place) throws IOException {
    Path absolute = place.toAbsolutePath();
    return absolute.endsWith(".") || absolute.endsWith("..") ? absolute.toRealPath() : absolute;
  }

  /**
   * Describes what a place holds if it is not a regular file, such as {@code a folder}, {@code a
   * pipe}, {@code a socket} or {@code a device}. Links are followed. Renaming a file to such a
   * place would take its name away. The same holds for names of open files, such as {@code
   * /dev/stdout} and {@code /proc/self/fd/1}.
   *
   * @return empty if there is a regular file or nothing
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

  /**
   * Describes what stands in the way of a new folder at a place.
   *
   * @param allowed the files that may be there
   * @return {@code a file}, or the name of one in the folder that is there; empty if nothing stands
   *     in the way
   * @throws IOException if the folder cannot be read
   */
  public static Optional<String> occupant(Path folder, Predicate<Path> allowed) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Files.exists(folder) ? Optional.of("a file") : Optional.empty();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(allowed.negate()).map(file -> file.getFileName().toString()).findFirst();
    }
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
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent()).toRealPath();
    return folder.equals(Path.of("/dev")) || folder.startsWith("/proc");
  }
}
