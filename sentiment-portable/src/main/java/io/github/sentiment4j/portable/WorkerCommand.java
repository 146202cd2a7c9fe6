package io.github.sentiment4j.portable;

import de.kherud.llama.LlamaModel;
import io.github.sentiment4j.core.EngineSpec;
import io.github.sentiment4j.core.FlashAttention;
import io.github.sentiment4j.core.ModelProfile;
import io.github.sentiment4j.support.CacheFolder;
import io.github.sentiment4j.support.PackedFiles;
import io.github.sentiment4j.support.Sha256;
import io.github.sentiment4j.support.UserCache;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The parts of the command line of a worker process on this machine.
 *
 * @param java the program {@code java}
 * @param classPath the class path: this artifact and java-llama.cpp
 * @param library the address of java-llama.cpp's native library in its jar
 */
record WorkerCommand(Path java, String classPath, URL library) {
  private static final String PREFIX = "java-llama-";

  /**
   * Finds the parts.
   *
   * @throws IOException if worker processes cannot be started; the message gives the reason
   */
  static WorkerCommand find() throws IOException {
    boolean windows = os().equals("Windows");
    Path java = Path.of(System.getProperty("java.home"), "bin", windows ? "java.exe" : "java");
    if (!Files.isRegularFile(java)) {
      throw new IOException("it starts processes with " + java + ", which is not there");
    }
    String resource =
        String.join("/", "de/kherud/llama", os(), arch(), System.mapLibraryName("jllama"));
    URL library = WorkerCommand.class.getClassLoader().getResource(resource);
    if (library == null) {
      throw new IOException("java-llama.cpp has no library for this platform (" + resource + ")");
    }
    return new WorkerCommand(
        java, jarOf(Worker.class) + File.pathSeparator + jarOf(LlamaModel.class), library);
  }

  /**
   * Returns the command line of a worker.
   *
   * @throws IOException if the native library cannot be unpacked
   */
  List<String> of(EngineSpec spec, ModelProfile profile) throws IOException {
    // java-llama.cpp itself would unpack it to a fixed file in a folder that all users share.
    String name = Path.of(library.getPath()).getFileName().toString();
    PackedFiles packed =
        new PackedFiles(hash(), Map.of(name, library), sums -> PREFIX + sums.get(name));
    Path folder =
        UserCache.ofUser()
            .unpack(
                CacheFolder.candidates(),
                packed,
                unpacked -> {
                  UserCache.mend(
                      unpacked, packed); // the worker would not report a damaged file clearly
                  return unpacked;
                });
    return List.of(
        java.toString(),
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        "-Dde.kherud.llama.lib.path=" + folder,
        "-Djava.io.tmpdir=" + folder,
        "-cp",
        classPath,
        Worker.class.getName(),
        spec.model().orElseThrow().toAbsolutePath().toString(),
        String.valueOf(profile.maxTokens().orElseThrow() + 1),
        String.valueOf(spec.threads()),
        String.valueOf(spec.flashAttention() == FlashAttention.ON));
  }

  private String hash() throws IOException {
    try (InputStream in = library.openStream()) {
      return PREFIX + Sha256.copy(in, OutputStream.nullOutputStream());
    }
  }

  /** Returns the jar or folder from which a class was loaded. */
  private static Path jarOf(Class<?> type) throws IOException {
    Optional<URL> location =
        Optional.ofNullable(type.getProtectionDomain().getCodeSource())
            .map(CodeSource::getLocation);
    try {
      if (location.isPresent() && location.get().getProtocol().equals("file")) {
        return Path.of(location.get().toURI());
      }
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
    throw new IOException(
        "it starts processes, for which its jars have to be files; found "
            + location.map(URL::toString).orElse("none")
            + " for "
            + type.getName());
  }

  // The names are those of java-llama.cpp's folders.

  private static String os() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return name.startsWith("windows") ? "Windows" : name.startsWith("mac") ? "Mac" : "Linux";
  }

  private static String arch() {
    String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return switch (name) {
      case "amd64", "x86_64" -> "x86_64";
      case "arm64", "aarch64" -> "aarch64";
      default -> name;
    };
  }
}
