package io.github.sentiment4j.jni.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The C library of a process on Linux.
 *
 * @param name {@code glibc} or {@code musl}
 * @param version the version, such as {@code 2.36}; empty if it is unknown
 */
public record Libc(String name, Optional<String> version) {
  private static final Pattern MUSL = Pattern.compile("/(ld-musl-|libc\\.musl-)[^/]*$");
  private static final Pattern GLIBC = Pattern.compile("/(libc\\.so\\.6|libc-2\\.\\d+\\.so)$");
  private static final Pattern GLIBC_BANNER =
      Pattern.compile("GNU C Library [^\\n]*?version (\\d+\\.\\d+)");

  /** Returns the C library of this process; empty if the system has no {@code /proc}. */
  public static Optional<Libc> ofThisProcess() {
    return of(Path.of("/proc/self/maps"));
  }

  /**
   * Returns the C library of a process.
   *
   * @param maps the list of files that the process has mapped, see proc(5)
   */
  public static Optional<Libc> of(Path maps) {
    try {
      for (String line : Files.readAllLines(maps, ISO_8859_1)) {
        int path = line.indexOf('/');
        if (path < 0) {
          continue;
        }
        String file = line.substring(path);
        if (MUSL.matcher(file).find()) {
          return Optional.of(new Libc("musl", Optional.empty()));
        }
        if (GLIBC.matcher(file).find()) {
          return Optional.of(new Libc("glibc", glibcVersion(Path.of(file))));
        }
      }
    } catch (IOException e) {
      // The system is not Linux, or a container hides the file.
    }
    return Optional.empty();
  }

  private static Optional<String> glibcVersion(Path file) {
    try {
      Matcher banner = GLIBC_BANNER.matcher(Files.readString(file, ISO_8859_1));
      return banner.find() ? Optional.of(banner.group(1)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  public boolean isMusl() {
    return name.equals("musl");
  }

  /** Returns the name and the version, such as {@code glibc 2.36}. */
  @Override
  public String toString() {
    return name + version.map(number -> " " + number).orElse("");
  }
}
