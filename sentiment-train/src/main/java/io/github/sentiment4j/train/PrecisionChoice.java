package io.github.sentiment4j.train;

import io.github.sentiment4j.support.SystemFiles;
import io.github.sentiment4j.train.spec.FineTuneSpec.Precision;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The type of the base's weights in memory, and the reason for it. The choice follows from the
 * CPU's instructions and not from a timed trial, so that a machine always gives the same one.
 *
 * @param precision F32 or BF16
 * @param reason for people
 */
record PrecisionChoice(Precision precision, String reason) {
  /**
   * Linux's names of the instructions for dot products of bfloat16 numbers. Without them, such a
   * product is computed in single precision with conversions, several times as slow or worse.
   */
  private static final Set<String> DOT_PRODUCTS =
      Set.of("avx512_bf16", "amx_bf16", /* aarch64 */ "bf16");

  /** Returns the precision that is asked for, or chooses it by the CPU of this machine. */
  static PrecisionChoice of(Precision asked) {
    return asked == Precision.AUTO
        ? ofCpu(SystemFiles.lines(Path.of("/proc/cpuinfo")))
        : new PrecisionChoice(asked, "as asked for");
  }

  /** Returns libtorch's type of the base's weights. */
  ScalarType type() {
    return precision == Precision.BF16 ? ScalarType.BFloat16 : ScalarType.Float;
  }

  /**
   * Chooses by Linux's description of the processors: bfloat16 if all of them have its dot
   * products.
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
