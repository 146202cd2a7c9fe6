package io.github.sentiment4j.jni;

import io.github.sentiment4j.core.spi.ControlGroups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How much memory this process can still get, as far as Linux says: what the machine has available,
 * and no more than the limits of the process's control groups. Other systems say nothing.
 */
final class MemoryBudget {
  private MemoryBudget() {}

  /** Bytes; empty where the system does not say. */
  static OptionalLong ofThisMachine() {
    return read(Path.of("/"));
  }

  /** What the files under {@code root}, which holds {@code proc} and {@code sys}, say. */
  static OptionalLong read(Path root) {
    OptionalLong available = available(root.resolve("proc/meminfo"));
    OptionalLong limit = ControlGroups.memoryLimit(root);
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
