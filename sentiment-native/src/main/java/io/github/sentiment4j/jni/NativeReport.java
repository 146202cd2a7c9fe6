package io.github.sentiment4j.jni;

import io.github.sentiment4j.core.Device;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.jni.gpu.GpuDriver;
import io.github.sentiment4j.jni.internal.Libc;
import io.github.sentiment4j.jni.internal.NativeLibrary;
import io.github.sentiment4j.jni.internal.Platform;
import io.github.sentiment4j.jni.internal.engine.MemoryBudget;
import io.github.sentiment4j.jni.internal.gpu.CudaModule;
import io.github.sentiment4j.jni.internal.gpu.DeviceChoice;
import io.github.sentiment4j.jni.internal.gpu.ThisMachine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A report of what the native engine finds on this machine without a model. It helps to diagnose
 * problems. Immutable.
 *
 * @param platform the operating system and the processor, such as {@code linux-x86_64}
 * @param libc the C library, such as {@code glibc 2.36}; empty if it is unknown
 * @param availableBytes the memory that this process can still get; empty if it is unknown
 * @param libraries the native libraries; empty if they cannot be loaded
 * @param problem the reason why they cannot be loaded; empty if they are loaded
 * @param driver the NVIDIA driver
 * @param cuda the CUDA version and the GPUs that the code for GPUs on the class path was built for,
 *     such as {@code CUDA 13.0 for 90a-real}; empty if the class path has no such code
 * @param device the device on which {@link Device#AUTO} runs a small model, and the reason
 */
public record NativeReport(
    String platform,
    Optional<String> libc,
    OptionalLong availableBytes,
    Optional<Libraries> libraries,
    Optional<String> problem,
    GpuDriver driver,
    Optional<String> cuda,
    String device) {

  /**
   * The native libraries in use.
   *
   * @param folder the folder from which they were loaded
   * @param llamaVersion the version of llama.cpp
   * @param cpu the name of the CPU
   * @param variant the CPU module that was chosen, such as {@code haswell}
   * @param features the CPU features that the module uses, such as {@code AVX2}
   */
  public record Libraries(
      Path folder, String llamaVersion, String cpu, String variant, List<String> features) {
    public Libraries {
      features = List.copyOf(features);
    }
  }

  /** Loads the native libraries, asks the driver and returns the report. Throws nothing. */
  public static NativeReport ofThisMachine() {
    Optional<Libraries> libraries = Optional.empty();
    Optional<String> problem = Optional.empty();
    try {
      libraries = Optional.of(libraries(NativeLibrary.get()));
    } catch (SentimentException e) {
      problem = Optional.of(e.getMessage());
    }
    ThisMachine machine = new ThisMachine();
    return new NativeReport(
        Platform.current().toString(),
        Libc.ofThisProcess().map(Libc::toString),
        MemoryBudget.ofThisMachine(),
        libraries,
        problem,
        machine.driver(),
        machine.module().map(CudaModule::toString),
        device(libraries.isPresent(), machine));
  }

  private static Libraries libraries(NativeLibrary library) {
    return new Libraries(
        library.folder(),
        library.version(),
        library.cpu(),
        library.variant(),
        List.of(library.features().split(" ", -1)));
  }

  private static String device(boolean loaded, DeviceChoice.Machine machine) {
    if (!loaded) {
      return "nowhere: the native libraries cannot be loaded";
    }
    DeviceChoice choice = DeviceChoice.of(Device.AUTO, 0, machine);
    return (choice.gpu().isPresent() ? "GPU: " : "CPU: ") + choice.reason();
  }
}
