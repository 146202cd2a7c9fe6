package io.github.sentiment4j.cli.doctor;

import io.github.sentiment4j.cli.command.ErrorReporter;
import io.github.sentiment4j.cli.command.Version;
import io.github.sentiment4j.jni.NativeReport;
import io.github.sentiment4j.jni.gpu.Gpu;
import io.github.sentiment4j.jni.gpu.GpuDriver;
import io.github.sentiment4j.support.CacheFolder;
import io.github.sentiment4j.support.ControlGroups;
import io.github.sentiment4j.support.CpuBudget;
import io.github.sentiment4j.support.SystemFiles;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The report of {@code doctor} on program, machine and native libraries. */
final class MachineReport {
  private static final Path ROOT = Path.of("/");

  /** The environment variables of other programs that change what this one finds or does. */
  private static final List<String> VARIABLES =
      List.of(
          "JAVA_HOME",
          "JAVA_TOOL_OPTIONS",
          "LD_LIBRARY_PATH",
          "LD_PRELOAD",
          "XDG_CACHE_HOME",
          "CUDA_VISIBLE_DEVICES",
          "CUDA_PATH",
          "NVIDIA_VISIBLE_DEVICES",
          "NVIDIA_DRIVER_CAPABILITIES",
          "LANG",
          "LC_ALL");

  private static final String CPU_FLAGS = "sse4_2|avx.*|amx.*|fma|f16c|bmi2|asimd.*|sve.*|i8mm";

  private final Map<String, String> environment;
  private @Nullable NativeReport report;

  MachineReport(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Returns the report on the native libraries. It is made once, because it loads them. */
  NativeReport report() {
    if (report == null) {
      report = NativeReport.ofThisMachine();
    }
    return report;
  }

  NamedValues program() {
    Map<String, String> set = new TreeMap<>();
    System.getProperties()
        .forEach(
            (name, value) -> {
              if (name.toString().startsWith("sentiment4j.")) {
                set.put("-D" + name, value.toString());
              }
            });
    environment.forEach(
        (name, value) -> {
          if (name.startsWith("SENTIMENT4J_") || VARIABLES.contains(name)) {
            set.put(name, value);
          }
        });
    return new NamedValues()
        .put("version", Version.current())
        .put(
            "settings", set.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
  }

  NamedValues java() {
    return new NamedValues()
        .put("version", Runtime.version().toString())
        .put("vm", property("java.vm.name") + ", " + property("java.vm.vendor"))
        .put("home", property("java.home"))
        .put("max_heap", new NamedValues.Bytes(Runtime.getRuntime().maxMemory()))
        .put("charset", Charset.defaultCharset() + ", file names " + property("sun.jnu.encoding"));
  }

  NamedValues system() {
    return new NamedValues()
        .put("os", property("os.name") + " " + property("os.version") + " " + property("os.arch"))
        .put("distribution", field(Path.of("/etc/os-release"), "=", "PRETTY_NAME"))
        .put("libc", report().libc())
        .put("memory_total", kilobytes(field(Path.of("/proc/meminfo"), ":", "MemTotal")))
        .put("memory_limit", bytes(ControlGroups.memoryLimit(ROOT)))
        .put("memory_free", bytes(report().availableBytes()));
  }

  NamedValues cpu() {
    OptionalDouble quota = ControlGroups.cpuQuota(ROOT);
    Path cpuinfo = Path.of("/proc/cpuinfo");
    return new NamedValues()
        .put("name", field(cpuinfo, ":", "model name"))
        .put("flags", field(cpuinfo, ":", "flags").map(MachineReport::relevant))
        .put("cores", CpuBudget.ofThisMachine().toString())
        .put("affinity", field(Path.of("/proc/self/status"), ":", "Cpus_allowed_list"))
        .put(
            "quota",
            quota.isPresent() ? String.format(Locale.ROOT, "%.2f", quota.getAsDouble()) : "none")
        .put("load", firstLine(Path.of("/proc/loadavg")));
  }

  NamedValues gpu() {
    NativeReport found = report();
    return new NamedValues()
        .put("driver", found.driver().version())
        .put(
            "cuda",
            Optional.of(found.driver().cudaVersion())
                .filter(version -> version > 0)
                .map(GpuDriver::cudaName))
        .put("problem", found.driver().problem())
        .put("gpus", found.driver().gpus().stream().map(MachineReport::gpu).toList())
        .put("code", found.cuda().orElse("none on the class path"))
        .put("auto", found.device());
  }

  private static NamedValues gpu(Gpu gpu) {
    return new NamedValues()
        .put("name", gpu.name())
        .put("compute_capability", gpu.computeCapability())
        .put("memory", new NamedValues.Bytes(gpu.totalBytes()))
        .put("free", bytes(gpu.freeBytes()));
  }

  NamedValues natives() {
    NativeReport found = report();
    NamedValues facts =
        new NamedValues().put("platform", found.platform()).put("problem", found.problem());
    found
        .libraries()
        .ifPresent(
            libraries ->
                facts
                    .put("llama_cpp", libraries.llamaVersion())
                    .put("cpu_variant", libraries.variant())
                    .put("features", String.join(" ", libraries.features()))
                    .put("folder", libraries.folder().toString()));
    return facts;
  }

  NamedValues cache() {
    return new NamedValues()
        .put(
            "folders",
            CacheFolder.candidates().stream()
                .flatMap(candidate -> candidate.folder().stream())
                .map(MachineReport::folder)
                .toList())
        .put(
            "no_folder",
            CacheFolder.candidates().stream()
                .filter(candidate -> candidate.folder().isEmpty())
                .map(candidate -> candidate.place() + ": " + candidate.problem())
                .toList());
  }

  private static NamedValues folder(Path folder) {
    NamedValues facts = new NamedValues().put("path", folder.toString());
    if (!Files.isDirectory(folder)) {
      return facts.put("exists", false);
    }
    try (Stream<Path> entries = Files.list(folder)) {
      facts.put("entries", entries.count());
    } catch (IOException e) {
      facts.put("problem", ErrorReporter.message(e));
    }
    return facts.put("writable", Files.isWritable(folder)).put("mount", mount(folder));
  }

  /** Returns type and options of the file system of a folder, such as {@code ext4 rw,noexec}. */
  private static Optional<String> mount(Path folder) {
    return SystemFiles.lines(Path.of("/proc/mounts")).stream()
        .map(line -> line.split(" ", -1)) // device, place, type, options, two numbers
        .filter(fields -> fields.length > 3 && folder.startsWith(fields[1].replace("\\040", " ")))
        .reduce((outer, inner) -> inner[1].length() >= outer[1].length() ? inner : outer)
        .map(fields -> fields[2] + " " + fields[3]);
  }

  private static String relevant(String flags) {
    return Arrays.stream(flags.split(" ", -1))
        .filter(flag -> flag.matches(CPU_FLAGS))
        .reduce((some, next) -> some + " " + next)
        .orElse("");
  }

  private static Optional<NamedValues.Bytes> kilobytes(Optional<String> value) {
    return value.map(
        text -> new NamedValues.Bytes(1024 * Long.parseLong(text.replaceAll("\\D", ""))));
  }

  private static Optional<NamedValues.Bytes> bytes(OptionalLong count) {
    return count.isPresent()
        ? Optional.of(new NamedValues.Bytes(count.getAsLong()))
        : Optional.empty();
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }

  private static Optional<String> firstLine(Path file) {
    return SystemFiles.lines(file).stream().findFirst();
  }

  /** Returns the first value of a name in a file of names and values. */
  private static Optional<String> field(Path file, String separator, String name) {
    return SystemFiles.lines(file).stream()
        .map(line -> line.split(separator, 2))
        .filter(parts -> parts.length == 2 && parts[0].strip().equals(name))
        .map(parts -> parts[1].strip().replace("\"", ""))
        .findFirst();
  }
}
