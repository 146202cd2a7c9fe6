package io.github.sentiment4j.train;

import io.github.sentiment4j.train.spec.FineTuneSpec.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How the base is held in memory, and why. The same machine always gives the same choice: it
 * follows from the instructions of the CPU, not from what a trial took under the load of the
 * moment.
 *
 * @param precision F32 or BF16
 * @param reason for people
 */
record PrecisionChoice(Precision precision, String reason) {
  /**
   * What Linux calls instructions for dot products of bfloat16 numbers. Without them such a product
   * is computed in single precision with conversions, several times as slow or worse.
   */
  private static final Set<String> DOT_PRODUCTS =
      Set.of("avx512_bf16", "amx_bf16", /* aarch64 */ "bf16");

  /** What is asked for, or by the CPU of this machine. */
  static PrecisionChoice of(Precision asked) {
    return asked == Precision.AUTO
        ? ofCpu(read(Path.of("/proc/cpuinfo")))
        : new PrecisionChoice(asked, "as asked for");
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of(); // not Linux
    }
  }

  /**
   * By Linux's description of the processors: bfloat16 if each of them has its dot products.
   *
   * @param cpuinfo lines of {@code /proc/cpuinfo}; none where there is no such file
   */
  static PrecisionChoice ofCpu(List<String> cpuinfo) {
    List<Optional<String>> processors =
        cpuinfo.stream()
            .map(line -> line.split(":", 2))
            .filter(parts -> parts.length == 2 && parts[0].strip().matches("flags|Features"))
            .map(parts -> Arrays.stream(parts[1].split("\\s+")).filter(DOT_PRODUCTS::contains))
            .map(features -> features.sorted().findFirst())
            .toList();
    if (processors.isEmpty()) {
      return new PrecisionChoice(
          Precision.F32, "whether the CPU has bfloat16 dot products is not known on this system");
    }
    return processors.stream().allMatch(Optional::isPresent)
        ? new PrecisionChoice(
            Precision.BF16, "the CPU has bfloat16 dot products: " + processors.get(0).get())
        : new PrecisionChoice(Precision.F32, "the CPU has no bfloat16 dot products");
  }
}
