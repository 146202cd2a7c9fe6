package io.github.sentiment4j.jni.internal.engine;

import io.github.sentiment4j.support.ControlGroups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How much memory this process can still get, as far as Linux says: what the machine has available,
 * and no more than the limits of the process's control groups. Other systems say nothing.
 */
public final class MemoryBudget {
  private MemoryBudget() {}

  /** Bytes; empty where the system does not say. */
  public static OptionalLong ofThisMachine() {
    return ofThisMachine(0);
  }

  /**
   * The same for a process that has taken some memory, of which a limit knows nothing.
   *
   * @param taken bytes of weights that are loaded
   */
  public static OptionalLong ofThisMachine(long taken) {
    return read(Path.of("/"), taken);
  }

  /** What the files under {@code root}, which holds {@code proc} and {@code sys}, say. */
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
