package io.github.sentiment4j.jni.internal.gpu;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.sun.jna.NativeLibrary;
import io.github.sentiment4j.jni.gpu.GpuDriver;
import io.github.sentiment4j.jni.internal.NativeException;
import io.github.sentiment4j.jni.internal.NativePath;
import io.github.sentiment4j.jni.internal.NativeResources;
import io.github.sentiment4j.jni.internal.Natives;
import io.github.sentiment4j.jni.internal.Platform;
import io.github.sentiment4j.support.CacheFolder;
import io.github.sentiment4j.support.UserCache;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The driver of this machine and the code for GPUs on the class path. */
public final class ThisMachine implements DeviceChoice.Machine {
  private static final String LIBRARY = "ggml-cuda";

  /** JNA unloads a library when its object is collected, so these objects stay reachable. */
  @GuardedBy("ThisMachine.class")
  private static final List<NativeLibrary> LOADED = new ArrayList<>();

  @GuardedBy("ThisMachine.class")
  private static boolean tried;

  /** The reason why the code for GPUs could not be loaded, once that was tried. */
  @GuardedBy("ThisMachine.class")
  private static Optional<String> problem = Optional.empty();

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
    synchronized (ThisMachine.class) {
      if (!tried) {
        problem = tryLoad(module);
        tried = true;
      }
      return problem;
    }
  }

  @GuardedBy("ThisMachine.class")
  private Optional<String> tryLoad(CudaModule module) {
    try {
      loadNeeded(module.needs());
      int devices =
          unpack(
              module.resources(),
              folder ->
                  Natives.loadCuda(
                      NativePath.bytes(folder.resolve(platform.libraryName(LIBRARY)))));
      return devices > 0 ? Optional.empty() : Optional.of("CUDA finds no GPU that it can use");
    } catch (IOException | LinkageError e) {
      return Optional.of("the code for GPUs cannot be loaded: " + e.getMessage());
    }
  }

  /**
   * Loads the libraries that the code for GPUs needs. They come from the path of the system's
   * loader or of the property {@code jna.library.path}, else from a jar.
   */
  @GuardedBy("ThisMachine.class")
  private void loadNeeded(List<String> names) throws IOException {
    try {
      names.forEach(name -> LOADED.add(NativeLibrary.getInstance(name)));
    } catch (UnsatisfiedLinkError e) {
      NativeResources jar = NativeResources.of(platform + "-cublas", loader).orElseThrow(() -> e);
      LOADED.addAll(
          unpack(
              jar,
              folder ->
                  names.stream()
                      .map(name -> NativeLibrary.getInstance(folder.resolve(name).toString()))
                      .toList()));
    }
  }

  /** Unpacks libraries and loads them. */
  private static <T> T unpack(NativeResources resources, UserCache.Use<T> load) throws IOException {
    return UserCache.ofUser()
        .unpack(
            CacheFolder.candidates(),
            resources.packed(),
            folder -> {
              try {
                return load.in(folder);
              } catch (NativeException | LinkageError e) {
                throw new IOException(e.getMessage(), e);
              }
            });
  }
}
