package io.github.sentiment4j.jni.internal.gpu;

import com.sun.jna.Library;

/**
 * The functions of the driver's NVML that {@link GpuProbe} calls, see NVIDIA's NVML API. Each
 * returns 0 or an error code.
 */
interface LibNvml extends Library {
  int nvmlInit_v2();

  int nvmlShutdown();

  int nvmlSystemGetDriverVersion(byte[] version, int length);

  /** Writes a pointer to the first element. */
  int nvmlDeviceGetHandleByUUID(String uuid, long[] device);

  /**
   * Writes the use of the memory.
   *
   * @param memory (3) the total, free and used bytes
   */
  int nvmlDeviceGetMemoryInfo(long device, long[] memory);
}
