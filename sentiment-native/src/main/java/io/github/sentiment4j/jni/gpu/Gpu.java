package io.github.sentiment4j.jni.gpu;

import java.util.OptionalLong;

/**
 * A GPU that this process may use, as the NVIDIA driver describes it. Immutable.
 *
 * @param number the index among the GPUs that are visible to this process ({@code
 *     CUDA_VISIBLE_DEVICES}), from 0
 * @param name the name, such as {@code NVIDIA H100 80GB HBM3}
 * @param computeMajor the major number of the compute capability, 9 in 9.0
 * @param computeMinor the minor number of the compute capability, 0 in 9.0
 * @param totalBytes the size of its memory
 * @param freeBytes the free part of its memory; empty if NVML does not report it
 */
public record Gpu(
    int number,
    String name,
    int computeMajor,
    int computeMinor,
    long totalBytes,
    OptionalLong freeBytes) {

  /** Returns the compute capability, such as {@code 9.0}. */
  public String computeCapability() {
    return computeMajor + "." + computeMinor;
  }
}
