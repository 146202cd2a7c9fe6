package io.github.sentiment4j.jni;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

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
    List<Long> limits = new ArrayList<>();
    for (String line : lines(root.resolve("proc/meminfo"))) {
      if (line.startsWith("MemAvailable:")) {
        addNumber(limits, line.replaceAll("[^0-9]", ""), 1024);
      }
    }
    Path groups = root.resolve("sys/fs/cgroup");
    for (String line : lines(root.resolve("proc/self/cgroup"))) {
      String[] parts = line.split(":", 3); // number:controllers:/path
      if (parts.length == 3 && parts[1].isEmpty()) {
        addLimits(limits, groups, parts[2], "memory.max");
      } else if (parts.length == 3 && List.of(parts[1].split(",")).contains("memory")) {
        addLimits(limits, groups.resolve("memory"), parts[2], "memory.limit_in_bytes");
      }
    }
    return limits.stream().mapToLong(Long::longValue).min();
  }

  /** Of a group and of all above it; a container sees its own group as the topmost one. */
  private static void addLimits(List<Long> limits, Path top, String group, String file) {
    // A group outside of a container's view starts with /.., which is nowhere: the topmost one
    // counts.
    Path inside = Path.of("/").relativize(Path.of("/", group).normalize());
    Path folder = top.resolve(inside).normalize();
    while (folder.startsWith(top)) {
      lines(folder.resolve(file)).forEach(limit -> addNumber(limits, limit, 1));
      folder = folder.getParent();
    }
  }

  /** Version 2 says {@code max} where there is no limit. */
  private static void addNumber(List<Long> limits, String text, long unit) {
    try {
      limits.add(Math.multiplyExact(Long.parseLong(text.strip()), unit));
    } catch (ArithmeticException | NumberFormatException e) {
      // No limit.
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
