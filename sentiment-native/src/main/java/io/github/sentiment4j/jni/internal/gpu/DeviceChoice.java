package io.github.sentiment4j.jni.internal.gpu;

import io.github.sentiment4j.core.Device;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.jni.gpu.Gpu;
import io.github.sentiment4j.jni.gpu.GpuDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where a model runs, and why.
 *
 * @param gpu empty for the CPU
 * @param reason why there
 */
public record DeviceChoice(Optional<Gpu> gpu, String reason) {

  /** What CUDA takes beside the model: its own code and buffers, cuBLAS, the contexts. */
  private static final long RESERVE_BYTES = 1L << 30;

  /** What the choice depends on. */
  public interface Machine {
    /** The code for GPUs, if a jar brings it. */
    Optional<CudaModule> module();

    /** The NVIDIA driver; takes a moment. */
    GpuDriver driver();

    /** Loads the code; why that is not possible, or empty. */
    Optional<String> load(CudaModule module);
  }

  public static DeviceChoice cpu(String reason) {
    return new DeviceChoice(Optional.empty(), reason);
  }

  /**
   * The first GPU that nothing speaks against, or the CPU. The driver is asked only where there is
   * code that could run on a GPU.
   *
   * @param modelBytes size of the weights
   */
  public static DeviceChoice of(Device asked, long modelBytes, Machine machine) {
    if (asked == Device.CPU) {
      return cpu("the CPU was asked for");
    }
    Optional<CudaModule> module = machine.module();
    if (module.isEmpty()) {
      return cpu(
          "there is no code for GPUs on the class path; add sentiment-native with the classifier"
              + " linux-x86_64-cuda");
    }
    GpuDriver driver = machine.driver();
    if (driver.problem().isPresent()) {
      return cpu(driver.problem().get());
    }
    return of(module.get(), driver, modelBytes, machine);
  }

  private static DeviceChoice of(
      CudaModule module, GpuDriver driver, long modelBytes, Machine machine) {
    if (driver.cudaVersion() / 1000 < module.cudaVersion() / 1000) {
      return cpu(
          String.format(
              Locale.ROOT,
              "expected an NVIDIA driver for CUDA %s or newer, found %s for CUDA %s; update it",
              GpuDriver.cudaName(module.cudaVersion()),
              driver.version().orElse("one"),
              GpuDriver.cudaName(driver.cudaVersion())));
    }
    List<String> refusals = new ArrayList<>();
    for (Gpu gpu : driver.gpus()) {
      Optional<String> refusal =
          refusal(module, driver, gpu).or(() -> refusal(gpu, modelBytes + RESERVE_BYTES));
      if (refusal.isEmpty()) {
        return machine
            .load(module)
            .map(DeviceChoice::cpu)
            .orElseGet(() -> new DeviceChoice(Optional.of(gpu), praise(gpu)));
      }
      refusals.add(gpu.name() + ": " + refusal.get());
    }
    return cpu(String.join("; ", refusals));
  }

  /** Opens on this device; where the caller did not ask for the GPU and it fails, on the CPU. */
  public <T> T open(Device asked, Function<DeviceChoice, T> open) {
    if (gpu.isEmpty()) {
      if (asked == Device.GPU) {
        throw new SentimentException(ErrorCode.ENGINE_UNAVAILABLE, reason);
      }
      return open.apply(this);
    }
    try {
      return open.apply(this);
    } catch (SentimentException e) {
      if (asked == Device.GPU || e.code() == ErrorCode.INVALID_SETTING) {
        throw e;
      }
      return open.apply(cpu(gpu.get().name() + " failed: " + e.getMessage()));
    }
  }

  private static Optional<String> refusal(CudaModule module, GpuDriver driver, Gpu gpu) {
    if (module.architectures().stream().anyMatch(code -> code.runsOn(gpu))) {
      return Optional.empty();
    }
    if (module.architectures().stream().noneMatch(code -> code.compilesFor(gpu))) {
      return Optional.of(
          "expected a compute capability that the code was built for ("
              + module.architectureNames()
              + "), found "
              + gpu.computeCapability()
              + "; build it for this GPU");
    }
    return driver.cudaVersion() >= module.cudaVersion()
        ? Optional.empty()
        : Optional.of(
            "expected a driver for CUDA "
                + GpuDriver.cudaName(module.cudaVersion())
                + ", which compiles the code for compute capability "
                + gpu.computeCapability()
                + ", found one for CUDA "
                + GpuDriver.cudaName(driver.cudaVersion())
                + "; update it");
  }

  private static Optional<String> refusal(Gpu gpu, long neededBytes) {
    long free = gpu.freeBytes().orElse(gpu.totalBytes());
    return free >= neededBytes
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "expected %s of free memory, found %s",
                gigabytes(neededBytes),
                gigabytes(free)));
  }

  private static String praise(Gpu gpu) {
    return gpu.name()
        + " has compute capability "
        + gpu.computeCapability()
        + " and "
        + gigabytes(gpu.freeBytes().orElse(gpu.totalBytes()))
        + " of free memory";
  }

  private static String gigabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}
