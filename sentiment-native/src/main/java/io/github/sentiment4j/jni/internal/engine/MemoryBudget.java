package io.github.sentiment4j.jni.internal.engine;

import io.github.sentiment4j.support.ControlGroups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The memory that this process can still get on Linux: the available memory of the machine, bounded
 * by the limits of the process's control groups. On other systems it is unknown.
 */
public final class MemoryBudget {
  private MemoryBudget() {}

  /** Returns the memory in bytes; empty if it is unknown. */
  public static OptionalLong ofThisMachine() {
    return ofThisMachine(0);
  }

  /**
   * Returns the memory in bytes of a process that has allocated memory which a limit does not count
   * as used; empty if it is unknown.
   *
   * @param taken the size of the weights that are loaded, in bytes
   */
  public static OptionalLong ofThisMachine(long taken) {
    return read(Path.of("/"), taken);
  }

  /** Returns the memory according to the files {@code proc} and {@code sys} under a folder. */
  static OptionalLong read(Path root) {
    return read(root, 0);
  }

  static OptionalLong read(Path root, long taken) {
    OptionalLong available = available(root.resolve("proc/meminfo"));
    OptionalLong limit =
        ControlGroups.memoryLimit(root).stream().map(bytes -> Math.max(0, bytes - taken)).findAny();
    return available.isPresent() && limit.isPresent()
        ? OptionalLong.of(Math.min(available.getAsLong(), limit.getAsLong()))
        : available.isPresent() ? available : limit;
  }

  private static OptionalLong available(Path meminfo) {
    try (Stream<String> lines = Files.lines(meminfo)) {
      return lines
          .filter(line -> line.startsWith("MemAvailable:"))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
