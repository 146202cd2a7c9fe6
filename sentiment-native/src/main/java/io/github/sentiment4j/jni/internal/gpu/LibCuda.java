package io.github.sentiment4j.jni.internal.gpu;

import com.sun.jna.Library;

/**
 * What {@link GpuProbe} calls in the driver's libcuda, see NVIDIA's CUDA Driver API. Each function
 * returns 0 or an error code and puts its result into the first element of an array.
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

  /** Puts 16 bytes. */
  int cuDeviceGetUuid(byte[] uuid, int device);
}
