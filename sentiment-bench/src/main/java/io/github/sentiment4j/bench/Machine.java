package io.github.sentiment4j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** This machine in words, as far as results depend on it. */
final class Machine {
  private static final List<String> FLAGS =
      List.of(
          "avx2",
          "fma",
          "f16c",
          "avx_vnni",
          "avx512f",
          "avx512bw",
          "avx512_vnni",
          "avx512_bf16",
          "amx_int8");
  private static final Path CPUINFO = Path.of("/proc/cpuinfo");
  private static final Path MEMINFO = Path.of("/proc/meminfo");

  private Machine() {}

  static Map<String, Object> describe() {
    List<String> flags = flags();
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("cpu", field(CPUINFO, "model name"));
    machine.put("cpuFamilyAndModel", field(CPUINFO, "cpu family") + "/" + field(CPUINFO, "model"));
    machine.put("flags", String.join(" ", flags));
    machine.put("processors", Runtime.getRuntime().availableProcessors());
    machine.put("memory", field(MEMINFO, "MemTotal"));
    machine.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    machine.put(
        "java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    return machine;
  }

  /** Such as {@code avx2-2-cores}. */
  static String shortName() {
    List<String> flags = flags();
    String level =
        flags.contains("avx512f")
            ? "avx512"
            : flags.contains("avx2") ? "avx2" : System.getProperty("os.arch");
    return level + "-" + Runtime.getRuntime().availableProcessors() + "-cores";
  }

  private static List<String> flags() {
    List<String> all = List.of(field(CPUINFO, "flags").split(" ", -1));
    return FLAGS.stream().filter(all::contains).collect(Collectors.toList());
  }

  /** The first value of a field in a file of {@code name : value} lines, or {@code unknown}. */
  private static String field(Path file, String name) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .map(line -> line.split(":", 2))
          .filter(parts -> parts.length == 2 && parts[0].strip().equals(name))
          .map(parts -> parts[1].strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
