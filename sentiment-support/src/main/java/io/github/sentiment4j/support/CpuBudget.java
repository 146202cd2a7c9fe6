package io.github.sentiment4j.support;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The number of CPU cores that this process may use. Physical cores count: two threads on one core
 * (SMT) are slower than a single one.
 *
 * @param processors the logical processors that the JVM counts, which respects the affinity mask
 *     and the quota of control groups
 * @param physicalCores the physical cores in the affinity mask; equal to {@code processors} if the
 *     operating system does not tell
 */
public record CpuBudget(int processors, int physicalCores) {

  /** Returns the budget of this process on this machine. */
  public static CpuBudget ofThisMachine() {
    return read(Path.of("/"), Runtime.getRuntime().availableProcessors());
  }

  /**
   * Returns the budget that the Linux files under {@code root} describe.
   *
   * @param root the folder that holds {@code proc} and {@code sys}; either may be missing
   * @param processors the logical processors that the JVM counts
   */
  static CpuBudget read(Path root, int processors) {
    Optional<BitSet> allowed = allowedCpus(root);
    OptionalInt cores = coresInSysfs(root, allowed);
    if (cores.isEmpty()) {
      cores = coresInCpuinfo(root, allowed);
    }
    return new CpuBudget(processors, cores.orElse(processors));
  }

  /** Returns the number of threads that can work at the same time, at least 1. */
  public int cores() {
    return Math.max(1, Math.min(processors, physicalCores));
  }

  /** Returns text such as {@code 2 usable cores (4 processors for this JVM, 2 physical cores)}. */
  @Override
  public String toString() {
    return cores()
        + (cores() == 1 ? " usable core (" : " usable cores (")
        + processors
        + " processors for this JVM, "
        + physicalCores
        + " physical cores)";
  }

  private static Optional<BitSet> allowedCpus(Path root) {
    return SystemFiles.lines(root.resolve("proc/self/status")).stream()
        .filter(line -> line.startsWith("Cpus_allowed_list:"))
        .findFirst()
        .flatMap(line -> cpuList(line.substring(line.indexOf(':') + 1)));
  }

  private static OptionalInt coresInSysfs(Path root, Optional<BitSet> allowed) {
    Set<String> cores = new HashSet<>();
    try (DirectoryStream<Path> cpus =
        Files.newDirectoryStream(root.resolve("sys/devices/system/cpu"), "cpu[0-9]*")) {
      for (Path cpu : cpus) {
        String number = cpu.getFileName().toString().substring("cpu".length());
        if (isAllowed(number, allowed)) {
          // An offline CPU has no such file.
          cores.addAll(SystemFiles.lines(cpu.resolve("topology/thread_siblings_list")));
        }
      }
    } catch (IOException e) {
      return OptionalInt.empty();
    }
    return cores.isEmpty() ? OptionalInt.empty() : OptionalInt.of(cores.size());
  }

  private static OptionalInt coresInCpuinfo(Path root, Optional<BitSet> allowed) {
    Set<String> cores = new HashSet<>();
    Map<String, String> cpu = new HashMap<>();
    for (String line : SystemFiles.lines(root.resolve("proc/cpuinfo"))) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        continue;
      }
      String key = line.substring(0, colon).strip();
      if (key.equals("processor")) {
        cpu.clear();
      }
      cpu.put(key, line.substring(colon + 1).strip());
      if (key.equals("core id") && isAllowed(cpu.getOrDefault("processor", ""), allowed)) {
        cores.add(cpu.get("physical id") + "/" + cpu.get("core id"));
      }
    }
    return cores.isEmpty() ? OptionalInt.empty() : OptionalInt.of(cores.size());
  }

  private static boolean isAllowed(String number, Optional<BitSet> allowed) {
    Optional<BitSet> cpu = cpuList(number);
    return cpu.isPresent() && (allowed.isEmpty() || allowed.get().intersects(cpu.get()));
  }

  /** Returns the CPUs of a list such as {@code 0-3,8,10-11}; empty if the text is no such list. */
  private static Optional<BitSet> cpuList(String list) {
    BitSet cpus = new BitSet();
    try {
      for (String range : list.strip().split(",", -1)) {
        String[] ends = range.split("-", 2);
        int first = Integer.parseInt(ends[0].strip());
        cpus.set(first, Integer.parseInt(ends[ends.length - 1].strip()) + 1);
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
    return Optional.of(cpus);
  }
}
