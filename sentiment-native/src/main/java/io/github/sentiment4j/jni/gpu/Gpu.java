package io.github.sentiment4j.jni.gpu;

import java.util.OptionalLong;

/**
 * A GPU that this process may use, as the NVIDIA driver describes it. Immutable.
 *
 * @param number its number among the GPUs that are visible to this process ({@code
 *     CUDA_VISIBLE_DEVICES}), from 0
 * @param name such as {@code NVIDIA H100 80GB HBM3}
 * @param computeMajor of its compute capability: 9 of 9.0
 * @param computeMinor of its compute capability: 0 of 9.0
 * @param totalBytes its memory
 * @param freeBytes what of it is free; empty where NVML does not say
 */
public record Gpu(
    int number,
    String name,
    int computeMajor,
    int computeMinor,
    long totalBytes,
    OptionalLong freeBytes) {

  /** Such as {@code 9.0}. */
  public String computeCapability() {
    return computeMajor + "." + computeMinor;
  }
}
