package io.github.sentiment4j.jni.internal.gpu;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.jni.gpu.Gpu;
import io.github.sentiment4j.jni.gpu.GpuDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of the probe with fake drivers. */
class GpuProbeTest {
  private static final byte[] UUID = {
    (byte) 0xf1, 2, 3, 4, 5, 6, 7, 8, (byte) 0x99, 10, 11, 12, 13, 14, 15, 16
  };

  @Test
  void run_driverWithTwoGpus_saysWhatTheyAre() {
    FakeDriver driver = new FakeDriver();
    driver.count = 2;

    assertThat(GpuProbe.run(driver))
        .isEqualTo(
            new GpuDriver(
                Optional.of("580.95.05"),
                13000,
                List.of(
                    new Gpu(0, "NVIDIA H100", 9, 0, 80_000_000_000L, OptionalLong.of(70)),
                    new Gpu(1, "NVIDIA H100", 9, 0, 80_000_000_000L, OptionalLong.of(70))),
                Optional.empty()));
    assertThat(driver.askedFor).containsOnly("GPU-f1020304-0506-0708-990a-0b0c0d0e0f10").hasSize(2);
    assertThat(driver.shutdowns).isOne();
  }

  @Test
  void run_partOfADividedGpu_isAskedForUnderItsOtherName() {
    FakeDriver driver = new FakeDriver();
    driver.knownAs = "MIG-";

    assertThat(GpuProbe.run(driver).gpus().get(0).freeBytes()).hasValue(70);
  }

  @Test
  void run_noDriver_saysSo() {
    FakeDriver driver = new FakeDriver();
    driver.cudaMissing = true;
    driver.nvmlMissing = true;

    assertThat(GpuProbe.run(driver))
        .isEqualTo(
            new GpuDriver(
                Optional.empty(),
                0,
                List.of(),
                Optional.of("there is no NVIDIA driver: libcuda.so.1: cannot open")));
  }

  @Test
  void run_containerWithoutCuda_saysHowToAllowIt() {
    FakeDriver driver = new FakeDriver();
    driver.cudaMissing = true;

    assertThat(GpuProbe.run(driver).problem().orElseThrow())
        .isEqualTo(
            "NVIDIA's driver 580.95.05 is there, but not its libcuda; in a container allow it with"
                + " NVIDIA_DRIVER_CAPABILITIES=compute,utility");
    assertThat(driver.shutdowns).isOne();
  }

  @Test
  void run_noNvml_knowsNeitherVersionNorFreeMemory() {
    FakeDriver driver = new FakeDriver();
    driver.nvmlMissing = true;

    GpuDriver found = GpuProbe.run(driver);

    assertThat(found.problem()).isEmpty();
    assertThat(found.version()).isEmpty();
    assertThat(found.gpus().get(0).freeBytes()).isEmpty();
  }

  @Test
  void run_nvmlThatCannotStart_isNotAsked() {
    FakeDriver driver = new FakeDriver();
    driver.nvmlInit = 9;

    GpuDriver found = GpuProbe.run(driver);

    assertThat(found.version()).isEmpty();
    assertThat(found.gpus()).hasSize(1);
    assertThat(driver.shutdowns).isZero();
  }

  @Test
  void run_noGpu_saysSo() {
    FakeDriver driver = new FakeDriver();
    driver.count = 0;

    assertThat(GpuProbe.run(driver).problem()).hasValue("the NVIDIA driver sees no GPU");
  }

  @ParameterizedTest
  @CsvSource({
    "34, a stub of the toolkit",
    "100, no GPU",
    "802, fabric manager",
    "803, restart the machine",
    "804, newer kernel driver",
    "999, nvidia_uvm",
    "12345, cudaError_enum"
  })
  void run_driverThatFails_saysWhichFunctionAndWhatItMeans(int code, String meaning) {
    FakeDriver driver = new FakeDriver();
    driver.cuInit = code;

    GpuDriver found = GpuProbe.run(driver);

    assertThat(found.problem().orElseThrow())
        .startsWith("the NVIDIA driver cannot be used: cuInit says " + code + " (")
        .contains(meaning);
    assertThat(found.version()).hasValue("580.95.05");
    assertThat(found.gpus()).isEmpty();
  }

  @Test
  void run_driverWithoutAFunction_isTooOld() {
    FakeDriver driver = new FakeDriver();
    driver.hasUuid = false;

    assertThat(GpuProbe.run(driver).problem())
        .hasValue("the NVIDIA driver is too old: Error looking up function 'cuDeviceGetUuid'");
  }

  @Test
  void run_thisMachine_doesNotThrow() {
    GpuDriver driver = GpuProbe.run();

    assertThat(driver.problem().isPresent())
        .as("either GPUs or a reason: %s", driver)
        .isEqualTo(driver.gpus().isEmpty());
  }

  /** A driver whose answers a test sets. */
  private static final class FakeDriver implements GpuProbe.Libraries, LibCuda, LibNvml {
    final List<String> askedFor = new ArrayList<>();
    boolean cudaMissing;
    boolean nvmlMissing;
    int cuInit;
    int nvmlInit;
    int count = 1;
    String knownAs = "GPU-";
    boolean hasUuid = true;
    int shutdowns;

    @Override
    public LibCuda cuda() {
      if (cudaMissing) {
        throw new UnsatisfiedLinkError("libcuda.so.1: cannot open\nmore lines");
      }
      return this;
    }

    @Override
    public LibNvml nvml() {
      if (nvmlMissing) {
        throw new NoClassDefFoundError("com/sun/jna/Native");
      }
      return this;
    }

    @Override
    public int cuInit(int flags) {
      return cuInit;
    }

    @Override
    public int cuDriverGetVersion(int[] version) {
      version[0] = 13000;
      return 0;
    }

    @Override
    public int cuDeviceGetCount(int[] result) {
      result[0] = count;
      return 0;
    }

    @Override
    public int cuDeviceGet(int[] device, int number) {
      device[0] = 1000 + number;
      return 0;
    }

    @Override
    public int cuDeviceGetName(byte[] name, int length, int device) {
      put("NVIDIA H100", name);
      return 0;
    }

    @Override
    public int cuDeviceGetAttribute(int[] value, int attribute, int device) {
      value[0] = attribute == COMPUTE_CAPABILITY_MAJOR ? 9 : 0;
      return device >= 1000 ? 0 : 101;
    }

    @Override
    public int cuDeviceTotalMem_v2(long[] bytes, int device) {
      bytes[0] = 80_000_000_000L;
      return 0;
    }

    @Override
    public int cuDeviceGetUuid(byte[] uuid, int device) {
      if (!hasUuid) {
        throw new UnsatisfiedLinkError("Error looking up function 'cuDeviceGetUuid'");
      }
      System.arraycopy(UUID, 0, uuid, 0, UUID.length);
      return 0;
    }

    @Override
    public int nvmlInit_v2() {
      return nvmlInit;
    }

    @Override
    public int nvmlShutdown() {
      shutdowns++;
      return 0;
    }

    @Override
    public int nvmlSystemGetDriverVersion(byte[] version, int length) {
      put("580.95.05", version);
      return 0;
    }

    @Override
    public int nvmlDeviceGetHandleByUUID(String uuid, long[] device) {
      askedFor.add(uuid);
      device[0] = 4711;
      return uuid.startsWith(knownAs) ? 0 : 6;
    }

    @Override
    public int nvmlDeviceGetMemoryInfo(long device, long[] memory) {
      memory[0] = 100;
      memory[1] = 70;
      memory[2] = 30;
      return device == 4711 ? 0 : 2;
    }

    private static void put(String text, byte[] into) {
      byte[] bytes = text.getBytes(UTF_8);
      System.arraycopy(bytes, 0, into, 0, bytes.length);
    }
  }
}
