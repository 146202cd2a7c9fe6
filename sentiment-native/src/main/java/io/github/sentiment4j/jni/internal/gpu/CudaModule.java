package io.github.sentiment4j.jni.internal.gpu;

import io.github.sentiment4j.jni.gpu.GpuDriver;
import io.github.sentiment4j.jni.internal.NativeResources;
import io.github.sentiment4j.jni.internal.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * The code of llama.cpp for NVIDIA GPUs. A separate jar holds it (classifier {@code
 * linux-x86_64-cuda}).
 *
 * @param resources its library
 * @param cudaVersion the version of the CUDA toolkit in the notation of {@link GpuDriver}
 * @param architectures the kinds of GPUs for which it was compiled
 * @param needs the libraries that it needs and the jar does not hold, in the order in which to load
 *     them
 */
public record CudaModule(
    NativeResources resources,
    int cudaVersion,
    List<CudaArchitecture> architectures,
    List<String> needs) {
  private static final String DESCRIPTION = "module.properties";

  /** Returns the code for a platform; empty if no jar holds it. */
  public static Optional<CudaModule> of(Platform platform, ClassLoader loader) {
    return NativeResources.of(platform + "-cuda", loader).map(CudaModule::of);
  }

  private static CudaModule of(NativeResources resources) {
    Properties description = new Properties();
    URL url = Objects.requireNonNull(resources.files().get(DESCRIPTION), DESCRIPTION);
    try (InputStream in = url.openStream()) {
      description.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + url, e);
    }
    String[] version = description.getProperty("cuda.version").split("\\.", -1);
    return new CudaModule(
        resources,
        1000 * Integer.parseInt(version[0]) + 10 * Integer.parseInt(version[1]),
        list(description, "cuda.architectures").stream().map(CudaArchitecture::of).toList(),
        list(description, "needs"));
  }

  /** Returns the version and the architectures, such as {@code CUDA 13.0 for 90a-real}. */
  @Override
  public String toString() {
    return "CUDA " + GpuDriver.cudaName(cudaVersion) + " for " + architectureNames();
  }

  /** Returns the architectures, separated by commas. */
  String architectureNames() {
    return architectures.stream().map(CudaArchitecture::toString).collect(Collectors.joining(", "));
  }

  private static List<String> list(Properties description, String key) {
    return Arrays.stream(description.getProperty(key).split("[,;]", -1))
        .filter(item -> !item.isEmpty())
        .toList();
  }
}
