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
 * The device on which a model runs.
 *
 * @param gpu the GPU; empty for the CPU
 * @param reason the reason for the choice
 */
public record DeviceChoice(Optional<Gpu> gpu, String reason) {

  /** The memory that CUDA needs beside the model: its code and buffers, cuBLAS and the contexts. */
  private static final long RESERVE_BYTES = 1L << 30;

  /** The machine that the choice depends on. */
  public interface Machine {
    /** Returns the code for GPUs; empty if no jar holds it. */
    Optional<CudaModule> module();

    /** Returns the NVIDIA driver. This takes some time. */
    GpuDriver driver();

    /** Loads the code for GPUs and returns the reason if that fails; empty if it succeeds. */
    Optional<String> load(CudaModule module);
  }

  public static DeviceChoice cpu(String reason) {
    return new DeviceChoice(Optional.empty(), reason);
  }

  /**
   * Returns the first usable GPU, or the CPU with the reasons against all GPUs. The driver is asked
   * only if the class path has code for GPUs.
   *
   * @param modelBytes the size of the weights
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
            .orElseGet(() -> new DeviceChoice(Optional.of(gpu), description(gpu)));
      }
      refusals.add(gpu.name() + ": " + refusal.get());
    }
    return cpu(String.join("; ", refusals));
  }

  /** Opens on this device. If a GPU that the caller did not ask for fails, it opens on the CPU. */
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

  private static String description(Gpu gpu) {
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
