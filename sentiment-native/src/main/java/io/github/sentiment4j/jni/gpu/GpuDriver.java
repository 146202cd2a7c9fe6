package io.github.sentiment4j.jni.gpu;

import java.util.List;
import java.util.Optional;

/**
 * The NVIDIA driver of this machine. Immutable.
 *
 * @param version the version, such as {@code 580.95.05}; empty if NVML does not report it
 * @param cudaVersion the newest version of CUDA that it supports, in the driver's notation: 13000
 *     for 13.0; 0 if CUDA cannot be used
 * @param gpus the GPUs that are visible to this process; empty if CUDA cannot be used
 * @param problem the reason why CUDA cannot be used; empty if it can
 */
public record GpuDriver(
    Optional<String> version, int cudaVersion, List<Gpu> gpus, Optional<String> problem) {
  public GpuDriver {
    gpus = List.copyOf(gpus);
  }

  /** Returns a driver with which CUDA cannot be used. */
  public static GpuDriver unusable(Optional<String> version, String problem) {
    return new GpuDriver(version, 0, List.of(), Optional.of(problem));
  }

  /** Returns the usual notation of a version of CUDA: {@code 13.0} for 13000. */
  public static String cudaName(int cudaVersion) {
    return cudaVersion / 1000 + "." + cudaVersion % 1000 / 10;
  }
}
