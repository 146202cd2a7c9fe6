package io.github.sentiment4j.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sentiment4j.support.SystemFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The description of this machine in result files. */
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

  static ObjectNode describe() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("cpu", field(CPUINFO, "model name"))
        .put("cpuFamilyAndModel", field(CPUINFO, "cpu family") + "/" + field(CPUINFO, "model"))
        .put("flags", String.join(" ", flags()))
        .put("processors", Runtime.getRuntime().availableProcessors())
        .put("memory", field(MEMINFO, "MemTotal"))
        .put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"))
        .put(
            "java",
            System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
  }

  /** Returns a name such as {@code avx2-2-cores}. */
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

  /** Returns the first value of a field in a file of {@code name : value} lines. */
  private static String field(Path file, String name) {
    return SystemFiles.lines(file).stream()
        .map(line -> line.split(":", 2))
        .filter(parts -> parts.length == 2 && parts[0].strip().equals(name))
        .map(parts -> parts[1].strip())
        .findFirst()
        .orElse("unknown");
  }
}
