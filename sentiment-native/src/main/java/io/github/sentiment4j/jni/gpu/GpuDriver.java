package io.github.sentiment4j.jni.gpu;

import java.util.List;
import java.util.Optional;

/**
 * The NVIDIA driver of this machine. Immutable.
 *
 * @param version such as {@code 580.95.05}; empty where NVML does not say
 * @param cudaVersion the newest version of CUDA that it runs, as the driver counts: 13000 for 13.0;
 *     0 if there is a problem
 * @param gpus the GPUs that are visible to this process; none if there is a problem
 * @param problem why no program can use CUDA here
 */
public record GpuDriver(
    Optional<String> version, int cudaVersion, List<Gpu> gpus, Optional<String> problem) {
  /** Copies the list. */
  public GpuDriver {
    gpus = List.copyOf(gpus);
  }

  public static GpuDriver unusable(Optional<String> version, String problem) {
    return new GpuDriver(version, 0, List.of(), Optional.of(problem));
  }

  /** How a version of CUDA is written: {@code 13.0} for 13000. */
  public static String cudaName(int cudaVersion) {
    return cudaVersion / 1000 + "." + cudaVersion % 1000 / 10;
  }
}
