package io.github.sentiment4j.jni.internal.gpu;

import com.sun.jna.Library;

/**
 * The functions of the driver's libcuda that {@link GpuProbe} calls, see NVIDIA's CUDA Driver API.
 * Each returns 0 or an error code, and writes its result to the first element of an array.
 */
interface LibCuda extends Library {
  int COMPUTE_CAPABILITY_MAJOR = 75;
  int COMPUTE_CAPABILITY_MINOR = 76;

  int cuInit(int flags);

  int cuDriverGetVersion(int[] version);

  int cuDeviceGetCount(int[] count);

  int cuDeviceGet(int[] device, int number);

  int cuDeviceGetName(byte[] name, int length, int device);

  int cuDeviceGetAttribute(int[] value, int attribute, int device);

  int cuDeviceTotalMem_v2(long[] bytes, int device);

  /** Writes 16 bytes. */
  int cuDeviceGetUuid(byte[] uuid, int device);
}
