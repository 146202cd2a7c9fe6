package io.github.sentiment4j.support;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The limits that the Linux control groups (versions 1 and 2) set for this process. Other operating
 * systems have none.
 */
public final class ControlGroups {
  /** Version 1 shows a missing limit as the largest number of whole pages. */
  private static final long NO_LIMIT = 1L << 62;

  private ControlGroups() {}

  /**
   * Returns the memory limit of the process: the smallest of its group and the groups above it.
   *
   * @param root the folder that holds {@code proc} and {@code sys}
   * @return bytes; empty if there is no limit
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
   * Returns the CPU quota of the process: the smallest of its group and the groups above it.
   *
   * @param root the folder that holds {@code proc} and {@code sys}
   * @return a number of CPUs, such as 1.5; empty if there is no limit
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

  /**
   * Returns the folders of the process's group and of all groups above it. A container sees its own
   * group as the topmost one.
   */
  private static List<Path> folders(Path root, String controller) {
    Path groups = root.resolve("sys/fs/cgroup");
    List<Path> folders = new ArrayList<>();
    for (String line : SystemFiles.lines(root.resolve("proc/self/cgroup"))) {
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
    // The path of a group outside a container's view starts with "/.."; the topmost group counts.
    Path inside = Path.of("/").relativize(Path.of("/", group).normalize());
    Path folder = top.resolve(inside).normalize();
    while (folder != null && folder.startsWith(top)) {
      folders.add(folder);
      folder = folder.getParent();
    }
  }

  /**
   * Returns the numbers in a file; none if it is missing or says {@code max}, which is no limit.
   */
  private static List<Long> numbers(Path file) {
    List<Long> numbers = new ArrayList<>();
    for (String line : SystemFiles.lines(file)) {
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
}
