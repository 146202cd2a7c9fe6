package io.github.sentiment4j.jni;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.jna.NativeLibrary;
import io.github.sentiment4j.core.spi.UserCache;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** This machine's driver, and the code for GPUs that is on the class path. */
final class ThisMachine implements DeviceChoice.Machine {
  /** Where the jars org.bytedeco:cuda with a classifier ending in redist-cublas hold cuBLAS. */
  private static final String REDISTRIBUTED = "org/bytedeco/cuda/";

  private static final String LIBRARY = "ggml-cuda";

  /** What came of loading, once for all; a library whose object is collected is unloaded. */
  private static Optional<String> outcome;

  private static final List<NativeLibrary> LOADED = new ArrayList<>();

  private final Platform platform = Platform.current();
  private final ClassLoader loader = ThisMachine.class.getClassLoader();

  @Override
  public Optional<CudaModule> module() {
    return CudaModule.of(platform, loader);
  }

  @Override
  public GpuDriver driver() {
    return GpuProbe.run();
  }

  @Override
  public Optional<String> load(CudaModule module) {
    synchronized (LOADED) {
      if (outcome == null) {
        outcome = tryLoad(module);
      }
      return outcome;
    }
  }

  private Optional<String> tryLoad(CudaModule module) {
    try {
      loadNeeded(module.needs());
      NativeResources resources = module.resources();
      Path library =
          UserCache.unpack(UserCache.candidates(), resources.hash(), resources.files())
              .resolve(platform.libraryName(LIBRARY));
      return Natives.loadCuda(library.toString().getBytes(UTF_8)) > 0
          ? Optional.empty()
          : Optional.of("CUDA finds no GPU that it can use");
    } catch (IOException | NativeException | LinkageError e) {
      return Optional.of("the code for GPUs cannot be loaded: " + e.getMessage());
    }
  }

  /**
   * Loads what the code for GPUs binds to by name: from where the system's loader or the property
   * {@code jna.library.path} finds it, else from a jar.
   */
  private void loadNeeded(List<String> names) throws IOException {
    try {
      names.forEach(name -> LOADED.add(NativeLibrary.getInstance(name)));
    } catch (UnsatisfiedLinkError e) {
      Path folder = unpackRedistributed(names).orElseThrow(() -> e);
      names.forEach(name -> LOADED.add(NativeLibrary.getInstance(folder.resolve(name).toString())));
    }
  }

  private Optional<Path> unpackRedistributed(List<String> names) throws IOException {
    Map<String, URL> files = new LinkedHashMap<>();
    for (String name : names) {
      URL url = loader.getResource(REDISTRIBUTED + platform + "/" + name);
      if (url == null) {
        return Optional.empty();
      }
      files.put(name, url);
    }
    // Hashing half a gigabyte at each start would take seconds; the jar's name has the version.
    String name = "cuda-" + Integer.toHexString(files.toString().hashCode());
    return Optional.of(UserCache.unpack(UserCache.candidates(), name, files));
  }
}
