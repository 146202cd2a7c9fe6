package io.github.sentiment4j.jni.internal.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sentiment4j.core.Device;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.jni.gpu.Gpu;
import io.github.sentiment4j.jni.gpu.GpuDriver;
import io.github.sentiment4j.jni.internal.NativeResources;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of the choice between GPU and CPU on fake machines. */
class DeviceChoiceTest {
  private static final long MODEL_BYTES = 500_000_000;
  private static final Gpu H100 =
      new Gpu(0, "NVIDIA H100", 9, 0, 85_000_000_000L, OptionalLong.of(80_000_000_000L));
  private static final Gpu T4 =
      new Gpu(1, "Tesla T4", 7, 5, 16_000_000_000L, OptionalLong.of(15_000_000_000L));

  @Test
  void of_cpuAskedFor_asksNobody() {
    FakeMachine machine = new FakeMachine();

    DeviceChoice choice = DeviceChoice.of(Device.CPU, MODEL_BYTES, machine);

    assertThat(choice).isEqualTo(DeviceChoice.cpu("the CPU was asked for"));
    assertThat(machine.asked).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"AUTO", "GPU"})
  void of_noCodeForGpus_doesNotAskTheDriver(Device asked) {
    FakeMachine machine = new FakeMachine();
    machine.module = Optional.empty();

    DeviceChoice choice = DeviceChoice.of(asked, MODEL_BYTES, machine);

    assertThat(choice.gpu()).isEmpty();
    assertThat(choice.reason())
        .isEqualTo(
            "there is no code for GPUs on the class path; add sentiment-native with the classifier"
                + " linux-x86_64-cuda");
    assertThat(machine.asked).containsExactly("module");
  }

  @Test
  void of_noDriver_givesItsReason() {
    FakeMachine machine = new FakeMachine();
    machine.driver = GpuDriver.unusable(Optional.empty(), "there is no NVIDIA driver: none");

    assertRefused(machine, "there is no NVIDIA driver: none");
  }

  @Test
  void of_oldDriver_namesBothVersions() {
    FakeMachine machine = new FakeMachine();
    machine.driver = driver(12080, H100);

    assertRefused(
        machine,
        "expected an NVIDIA driver for CUDA 13.0 or newer, found 570.86.10 for CUDA 12.8; update"
            + " it");
  }

  @Test
  void of_driverOfTheSameMajorVersion_isNewEnoughForMachineCode() {
    FakeMachine machine = new FakeMachine();
    machine.module = Optional.of(module(13020, "90a-real"));

    assertThat(DeviceChoice.of(Device.AUTO, MODEL_BYTES, machine).gpu()).hasValue(H100);
  }

  @Test
  void of_wrongArchitecture_namesBothAndWhatToDo() {
    FakeMachine machine = new FakeMachine();
    machine.driver = driver(13000, T4);

    assertRefused(
        machine,
        "Tesla T4: expected a compute capability that the code was built for (90a-real), found 7.5;"
            + " build it for this GPU");
  }

  @Test
  void of_codeThatTheDriverHasToCompile_needsADriverAsNewAsTheToolkit() {
    FakeMachine machine = new FakeMachine();
    machine.module = Optional.of(module(13020, "75-virtual"));

    assertRefused(
        machine,
        "NVIDIA H100: expected a driver for CUDA 13.2, which compiles the code for compute"
            + " capability 9.0, found one for CUDA 13.0; update it");
    machine.driver = driver(13020, H100);
    assertThat(DeviceChoice.of(Device.AUTO, MODEL_BYTES, machine).gpu()).hasValue(H100);
  }

  @Test
  void of_littleFreeMemory_saysHowMuchIsNeeded() {
    FakeMachine machine = new FakeMachine();
    machine.driver = driver(13000, withFree(H100, OptionalLong.of(1_200_000_000)));

    assertRefused(machine, "NVIDIA H100: expected 1.6 GB of free memory, found 1.2 GB");
  }

  @Test
  void of_freeMemoryUnknown_takesTheWhole() {
    FakeMachine machine = new FakeMachine();
    machine.driver = driver(13000, withFree(H100, OptionalLong.empty()));

    assertThat(DeviceChoice.of(Device.AUTO, MODEL_BYTES, machine).reason())
        .isEqualTo("NVIDIA H100 has compute capability 9.0 and 85.0 GB of free memory");
  }

  @Test
  void of_libraryMissing_givesTheLoadersReason() {
    FakeMachine machine = new FakeMachine();
    machine.loading = Optional.of("the code for GPUs cannot be loaded: no libcublas.so.13");

    assertRefused(machine, "the code for GPUs cannot be loaded: no libcublas.so.13");
  }

  @Test
  void of_severalGpus_takesTheFirstThatNothingSpeaksAgainst() {
    FakeMachine machine = new FakeMachine();
    Gpu full = withFree(H100, OptionalLong.of(0));
    Gpu second = new Gpu(2, "NVIDIA H200", 9, 0, 141_000_000_000L, OptionalLong.empty());
    machine.driver = driver(13000, full, T4, second);

    assertThat(DeviceChoice.of(Device.AUTO, MODEL_BYTES, machine).gpu()).hasValue(second);

    machine.driver = driver(13000, full, T4);
    assertThat(DeviceChoice.of(Device.AUTO, MODEL_BYTES, machine).reason())
        .contains("NVIDIA H100: expected 1.6 GB of free memory, found 0.0 GB; Tesla T4: expected");
  }

  @Test
  void open_gpuRefusedButAskedFor_isUnavailable() {
    assertThatThrownBy(() -> DeviceChoice.cpu("no driver").open(Device.GPU, d -> d))
        .isInstanceOf(SentimentException.class)
        .hasMessageContaining("no driver [ENGINE_UNAVAILABLE");
  }

  @Test
  void open_gpuThatFails_fallsBackToTheCpuWithTheReason() {
    DeviceChoice gpu = new DeviceChoice(Optional.of(H100), "is there");

    DeviceChoice used = gpu.open(Device.AUTO, DeviceChoiceTest::failOnGpu);

    assertThat(used.gpu()).isEmpty();
    assertThat(used.reason()).startsWith("NVIDIA H100 failed: out of memory [ENGINE_FAILED");
  }

  @Test
  void open_gpuThatFailsButWasAskedFor_fails() {
    DeviceChoice gpu = new DeviceChoice(Optional.of(H100), "is there");

    assertThatThrownBy(() -> gpu.open(Device.GPU, DeviceChoiceTest::failOnGpu))
        .hasMessageContaining("out of memory");
  }

  @Test
  void open_wrongSetting_isNotTriedTwice() {
    DeviceChoice gpu = new DeviceChoice(Optional.of(H100), "is there");
    List<DeviceChoice> tried = new ArrayList<>();

    assertThatThrownBy(
            () ->
                gpu.open(
                    Device.AUTO,
                    device -> {
                      tried.add(device);
                      throw new SentimentException(ErrorCode.INVALID_SETTING, "wrong");
                    }))
        .hasMessageContaining("wrong");
    assertThat(tried).containsExactly(gpu);
  }

  @ParameterizedTest
  @CsvSource({
    "90a-real, 9, 0, true, false",
    "90a-real, 9, 1, false, false",
    "90-real, 9, 0, true, false",
    "80-real, 8, 9, true, false",
    "89-real, 8, 6, false, false",
    "80-real, 9, 0, false, false",
    "80-virtual, 9, 0, false, true",
    "80-virtual, 8, 0, false, true",
    "80-virtual, 7, 5, false, false",
    "90a-virtual, 10, 0, false, false",
    "100f-virtual, 10, 3, false, true",
    "100f-real, 10, 3, true, false",
    "120, 12, 1, true, true",
    "120, 13, 0, false, true"
  })
  void architecture_ofGpu_runsOrIsCompiled(
      String text, int major, int minor, boolean runs, boolean compiles) {
    CudaArchitecture architecture = CudaArchitecture.of(text);
    Gpu gpu = new Gpu(0, "some", major, minor, 0, OptionalLong.empty());

    assertThat(architecture.runsOn(gpu)).as("runs").isEqualTo(runs);
    assertThat(architecture.compilesFor(gpu)).as("compiles").isEqualTo(compiles);
    assertThat(architecture).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({"native", "9", "90b", "''"})
  void architecture_ofOtherText_isRefused(String text) {
    assertThatThrownBy(() -> CudaArchitecture.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Expected a CUDA architecture such as 90a-real");
  }

  private static DeviceChoice failOnGpu(DeviceChoice device) {
    if (device.gpu().isPresent()) {
      throw new SentimentException(ErrorCode.ENGINE_FAILED, "out of memory");
    }
    return device;
  }

  private static void assertRefused(FakeMachine machine, String reason) {
    assertThat(DeviceChoice.of(Device.AUTO, MODEL_BYTES, machine))
        .isEqualTo(DeviceChoice.cpu(reason));
    assertThat(DeviceChoice.of(Device.GPU, MODEL_BYTES, machine))
        .isEqualTo(DeviceChoice.cpu(reason));
  }

  private static GpuDriver driver(int cudaVersion, Gpu... gpus) {
    return new GpuDriver(
        Optional.of("570.86.10"), cudaVersion, Arrays.asList(gpus), Optional.empty());
  }

  private static CudaModule module(int cudaVersion, String architecture) {
    return new CudaModule(
        new NativeResources("0", Map.of()),
        cudaVersion,
        List.of(CudaArchitecture.of(architecture)),
        List.of());
  }

  private static Gpu withFree(Gpu gpu, OptionalLong freeBytes) {
    return new Gpu(
        gpu.number(),
        gpu.name(),
        gpu.computeMajor(),
        gpu.computeMinor(),
        gpu.totalBytes(),
        freeBytes);
  }

  /** A machine with a usable H100, until a test changes it. */
  private static final class FakeMachine implements DeviceChoice.Machine {
    final List<String> asked = new ArrayList<>();
    Optional<CudaModule> module = Optional.of(DeviceChoiceTest.module(13000, "90a-real"));
    GpuDriver driver = DeviceChoiceTest.driver(13000, H100);
    Optional<String> loading = Optional.empty();

    @Override
    public Optional<CudaModule> module() {
      asked.add("module");
      return module;
    }

    @Override
    public GpuDriver driver() {
      asked.add("driver");
      return driver;
    }

    @Override
    public Optional<String> load(CudaModule wanted) {
      asked.add("load");
      return loading;
    }
  }
}
