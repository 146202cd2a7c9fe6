package io.github.sentiment4j.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The limits of this process's control groups, as Linux shows them in versions 1 and 2; other
 * systems have none.
 */
public final class ControlGroups {
  /** Version 1 writes the largest number of whole pages where there is no limit. */
  private static final long NO_LIMIT = 1L << 62;

  private ControlGroups() {}

  /**
   * The most memory that the process may have: the smallest limit of its group and those above.
   *
   * @param root the folder that holds {@code proc} and {@code sys}
   * @return bytes; empty where there is no limit
   */
  public static OptionalLong memoryLimit(Path root) {
    return folders(root, "memory").stream()
        .flatMap(
            folder ->
                Stream.of("memory.max", "memory.limit_in_bytes")
                    .flatMap(file -> numbers(folder.resolve(file)).stream()))
        .mapToLong(Long::longValue)
        .filter(limit -> limit < NO_LIMIT)
        .min();
  }

  /**
   * How many CPUs' time the process may use: the smallest quota of its group and those above.
   *
   * @param root the folder that holds {@code proc} and {@code sys}
   * @return such as 1.5; empty where there is no limit
   */
  public static OptionalDouble cpuQuota(Path root) {
    List<Double> quotas = new ArrayList<>();
    for (Path folder : folders(root, "cpu")) {
      List<Long> quota = numbers(folder.resolve("cpu.max")); // quota and period
      if (quota.isEmpty()) {
        quota = new ArrayList<>(numbers(folder.resolve("cpu.cfs_quota_us")));
        quota.addAll(numbers(folder.resolve("cpu.cfs_period_us")));
      }
      if (quota.size() == 2 && quota.get(0) > 0 && quota.get(1) > 0) {
        quotas.add((double) quota.get(0) / quota.get(1));
      }
    }
    return quotas.stream().mapToDouble(Double::doubleValue).min();
  }

  /** Of the process's group and of all above it; a container sees its own as the topmost one. */
  private static List<Path> folders(Path root, String controller) {
    Path groups = root.resolve("sys/fs/cgroup");
    List<Path> folders = new ArrayList<>();
    for (String line : lines(root.resolve("proc/self/cgroup"))) {
      String[] parts = line.split(":", 3); // number:controllers:/path
      if (parts.length == 3 && parts[1].isEmpty()) {
        addUpwards(folders, groups, parts[2]);
      } else if (parts.length == 3 && List.of(parts[1].split(",")).contains(controller)) {
        addUpwards(folders, groups.resolve(controller), parts[2]);
      }
    }
    return folders;
  }

  private static void addUpwards(List<Path> folders, Path top, String group) {
    // A group outside of a container's view starts with /.., which is nowhere: the topmost one
    // counts.
    Path inside = Path.of("/").relativize(Path.of("/", group).normalize());
    Path folder = top.resolve(inside).normalize();
    while (folder.startsWith(top)) {
      folders.add(folder);
      folder = folder.getParent();
    }
  }

  /** The numbers of a file; none where it says {@code max}, which is no limit, or is not there. */
  private static List<Long> numbers(Path file) {
    List<Long> numbers = new ArrayList<>();
    for (String line : lines(file)) {
      for (String word : line.strip().split("\\s+", -1)) {
        try {
          numbers.add(Long.parseLong(word));
        } catch (NumberFormatException e) {
          return List.of();
        }
      }
    }
    return numbers;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
