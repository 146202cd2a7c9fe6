package io.github.sentiment4j.support;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How many CPU cores this process may use. Two threads on the two halves of one core (SMT) are
 * slower than one, so physical cores count, not logical ones.
 *
 * @param processors logical processors that the JVM sees: affinity and cgroup quota are in it
 * @param physicalCores physical cores that the affinity mask touches; {@code processors} where the
 *     operating system does not say
 */
public record CpuBudget(int processors, int physicalCores) {

  /** What this process has on this machine. */
  public static CpuBudget ofThisMachine() {
    return read(Path.of("/"), Runtime.getRuntime().availableProcessors());
  }

  /**
   * What the Linux files under {@code root} say.
   *
   * @param root the folder that holds {@code proc} and {@code sys}; either may be missing
   * @param processors as the JVM counts them
   */
  static CpuBudget read(Path root, int processors) {
    Optional<BitSet> allowed = allowedCpus(root);
    OptionalInt cores = coresInSysfs(root, allowed);
    if (cores.isEmpty()) {
      cores = coresInCpuinfo(root, allowed);
    }
    return new CpuBudget(processors, cores.orElse(processors));
  }

  /** Threads that may work at the same time, at least 1. */
  public int cores() {
    return Math.max(1, Math.min(processors, physicalCores));
  }

  /** Such as {@code 2 usable cores (4 processors, 2 physical cores)}. */
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
    return lines(root.resolve("proc/self/status")).stream()
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
          // Without the file the CPU is offline.
          cores.addAll(lines(cpu.resolve("topology/thread_siblings_list")));
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
    for (String line : lines(root.resolve("proc/cpuinfo"))) {
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

  /** CPUs of a list such as {@code 0-3,8,10-11}; empty if it is not one. */
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

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
