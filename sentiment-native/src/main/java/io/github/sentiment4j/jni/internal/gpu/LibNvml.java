package io.github.sentiment4j.jni.internal.gpu;

import com.sun.jna.Library;

/**
 * What {@link GpuProbe} calls in the driver's NVML, see NVIDIA's NVML API. Each function returns 0
 * or an error code.
 */
interface LibNvml extends Library {
  int nvmlInit_v2();

  int nvmlShutdown();

  int nvmlSystemGetDriverVersion(byte[] version, int length);

  /** Puts a pointer into the first element. */
  int nvmlDeviceGetHandleByUUID(String uuid, long[] device);

  /**
   * Fills in what is in use.
   *
   * @param memory (3) total, free and used bytes
   */
  int nvmlDeviceGetMemoryInfo(long device, long[] memory);
}
