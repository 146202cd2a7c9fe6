package io.github.sentiment4j.jni.internal.gpu;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.jna.Native;
import io.github.sentiment4j.jni.gpu.Gpu;
import io.github.sentiment4j.jni.gpu.GpuDriver;
import io.github.sentiment4j.jni.internal.Platform;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Asks the NVIDIA driver for its GPUs. libcuda lists the GPUs that a program may use. NVML gives
 * the version of the driver and the free memory, which libcuda gives only to a program that has
 * allocated some.
 */
final class GpuProbe {
  private static final int SUCCESS = 0;
  private static final int MAX_NAME = 256;

  private GpuProbe() {}

  /** The driver's libraries. A method throws {@link LinkageError} if its library is missing. */
  interface Libraries {
    LibCuda cuda();

    LibNvml nvml();
  }

  /** Returns the driver of this machine. */
  static GpuDriver run() {
    return run(new InstalledLibraries(Platform.current()));
  }

  static GpuDriver run(Libraries libraries) {
    LibNvml nvml;
    try {
      nvml = libraries.nvml();
    } catch (LinkageError e) {
      return ask(libraries, Optional.empty());
    }
    if (nvml.nvmlInit_v2() != SUCCESS) {
      return ask(libraries, Optional.empty());
    }
    try {
      return ask(libraries, Optional.of(nvml));
    } finally {
      nvml.nvmlShutdown();
    }
  }

  private static GpuDriver ask(Libraries libraries, Optional<LibNvml> nvml) {
    Optional<String> version = nvml.flatMap(GpuProbe::driverVersion);
    LibCuda cuda;
    try {
      cuda = libraries.cuda();
    } catch (LinkageError e) {
      return GpuDriver.unusable(
          version,
          version
              .map(
                  found ->
                      "NVIDIA's driver "
                          + found
                          + " is there, but not its libcuda; in a container allow it with"
                          + " NVIDIA_DRIVER_CAPABILITIES=compute,utility")
              .orElseGet(() -> "there is no NVIDIA driver: " + firstLine(e)));
    }
    try {
      return ask(cuda, version, nvml);
    } catch (CudaError e) {
      return GpuDriver.unusable(version, String.valueOf(e.getMessage()));
    } catch (LinkageError e) {
      return GpuDriver.unusable(version, "the NVIDIA driver is too old: " + firstLine(e));
    }
  }

  private static GpuDriver ask(LibCuda cuda, Optional<String> version, Optional<LibNvml> nvml) {
    require(cuda.cuInit(0), "cuInit");
    int[] value = new int[1];
    require(cuda.cuDriverGetVersion(value), "cuDriverGetVersion");
    int cudaVersion = value[0];
    require(cuda.cuDeviceGetCount(value), "cuDeviceGetCount");
    int count = value[0];
    if (count == 0) {
      return GpuDriver.unusable(version, "the NVIDIA driver sees no GPU");
    }
    List<Gpu> gpus = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      gpus.add(gpu(cuda, number, nvml));
    }
    return new GpuDriver(version, cudaVersion, gpus, Optional.empty());
  }

  private static Gpu gpu(LibCuda cuda, int number, Optional<LibNvml> nvml) {
    int[] value = new int[1];
    require(cuda.cuDeviceGet(value, number), "cuDeviceGet");
    int device = value[0];
    byte[] name = new byte[MAX_NAME];
    require(cuda.cuDeviceGetName(name, name.length, device), "cuDeviceGetName");
    long[] total = new long[1];
    require(cuda.cuDeviceTotalMem_v2(total, device), "cuDeviceTotalMem");
    byte[] uuid = new byte[16];
    require(cuda.cuDeviceGetUuid(uuid, device), "cuDeviceGetUuid");
    return new Gpu(
        number,
        string(name),
        attribute(cuda, LibCuda.COMPUTE_CAPABILITY_MAJOR, device),
        attribute(cuda, LibCuda.COMPUTE_CAPABILITY_MINOR, device),
        total[0],
        nvml.map(library -> freeBytes(library, uuid)).orElseGet(OptionalLong::empty));
  }

  private static int attribute(LibCuda cuda, int attribute, int device) {
    int[] value = new int[1];
    require(cuda.cuDeviceGetAttribute(value, attribute, device), "cuDeviceGetAttribute");
    return value[0];
  }

  private static Optional<String> driverVersion(LibNvml nvml) {
    byte[] version = new byte[MAX_NAME];
    return nvml.nvmlSystemGetDriverVersion(version, version.length) == SUCCESS
        ? Optional.of(string(version))
        : Optional.empty();
  }

  /**
   * Returns the free memory of a GPU, or of a part of a divided one (MIG), which NVML names apart.
   */
  private static OptionalLong freeBytes(LibNvml nvml, byte[] uuid) {
    long[] device = new long[1];
    long[] memory = new long[3];
    for (String kind : List.of("GPU-", "MIG-")) {
      if (nvml.nvmlDeviceGetHandleByUUID(kind + text(uuid), device) == SUCCESS
          && nvml.nvmlDeviceGetMemoryInfo(device[0], memory) == SUCCESS) {
        return OptionalLong.of(memory[1]);
      }
    }
    return OptionalLong.empty();
  }

  private static String text(byte[] uuid) {
    ByteBuffer bytes = ByteBuffer.wrap(uuid);
    return String.format(
        Locale.ROOT,
        "%08x-%04x-%04x-%04x-%04x%08x",
        bytes.getInt(),
        bytes.getShort(),
        bytes.getShort(),
        bytes.getShort(),
        bytes.getShort(),
        bytes.getInt());
  }

  private static String string(byte[] bytes) {
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    return new String(bytes, 0, length, UTF_8);
  }

  private static String firstLine(LinkageError e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("").replaceFirst(":$", "");
  }

  private static void require(int result, String function) {
    if (result != SUCCESS) {
      throw new CudaError(result, function);
    }
  }

  /** The failure of a function of libcuda. */
  private static final class CudaError extends RuntimeException {
    private static final long serialVersionUID = 1;

    CudaError(int code, String function) {
      super("the NVIDIA driver cannot be used: " + function + " says " + code + meaning(code));
    }

    /** Returns the meaning of an error code of {@code cuInit}. */
    private static String meaning(int code) {
      return switch (code) {
        case 34 -> " (this libcuda is a stub of the toolkit, not the driver's)";
        case 100 -> " (no GPU)";
        case 802 -> " (the GPUs are not ready; is the fabric manager running?)";
        case 803 ->
            " (libcuda and the kernel's driver have different versions; restart the machine)";
        case 804 -> " (this libcuda needs a newer kernel driver than this GPU's)";
        case 999 -> " (unknown; is the kernel module nvidia_uvm loaded?)";
        default -> " (see cudaError_enum in NVIDIA's documentation)";
      };
    }
  }

  /** The libraries that the system's loader finds. */
  private record InstalledLibraries(Platform platform) implements Libraries {
    @Override
    public LibCuda cuda() {
      return Native.load(
          platform.os().equals("windows") ? "nvcuda" : "libcuda.so.1", LibCuda.class);
    }

    @Override
    public LibNvml nvml() {
      return Native.load(
          platform.os().equals("windows") ? "nvml" : "libnvidia-ml.so.1", LibNvml.class);
    }
  }
}
