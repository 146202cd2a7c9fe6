package io.github.sentiment4j.jni.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.support.CacheFolder;
import io.github.sentiment4j.support.FileNames;
import io.github.sentiment4j.support.UserCache;
import io.github.sentiment4j.support.UserCache.NoFolderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The native libraries, which are loaded once per class loader, at the first use.
 *
 * <p>With the system property {@value #PATH_PROPERTY} they come from that folder and nowhere else.
 * Otherwise they are unpacked from the class path into the first cache folder from which they can
 * be loaded. The JVM binds a library file to one class loader; for a second one {@code
 * libsentiment4j} is loaded from a copy, over the same ggml libraries.
 */
public final class NativeLibrary {
  /** The system property that names a folder with the libraries, instead of those in the jar. */
  public static final String PATH_PROPERTY = "sentiment4j.native.path";

  /** The problem on Alpine and other systems with musl. */
  public static final String MUSL =
      "The native libraries are built for glibc, and this system has musl (Alpine Linux is one);"
          + " run on a system with glibc, such as Debian, Ubuntu or Red Hat, or build the libraries"
          + " here and name their folder with -D"
          + PATH_PROPERTY;

  private static final Pattern CPU_MODULE = Pattern.compile("ggml-cpu-([^/.]+)\\.[^/]*$");

  @GuardedBy("NativeLibrary.class")
  private static @Nullable Attempt outcome;

  private final Path folder;
  private final String version;
  private final String cpu;
  private final String features;
  private final String variant;

  /**
   * Creates the description of loaded libraries.
   *
   * @param lines the result of {@link Natives#init}
   */
  private NativeLibrary(Path folder, List<String> lines) {
    this.folder = folder;
    this.version = lines.get(0);
    this.cpu = lines.get(1);
    this.features = lines.get(2);
    this.variant = variant(lines.get(3));
  }

  /**
   * Returns the libraries and loads them at the first call.
   *
   * @throws SentimentException {@link ErrorCode#ENGINE_UNAVAILABLE} with everything that was tried;
   *     later calls do not try again and throw the same message
   */
  public static synchronized NativeLibrary get() {
    Attempt attempt = outcome == null ? load() : outcome;
    outcome = attempt;
    return attempt.library.orElseThrow(
        () -> new SentimentException(ErrorCode.ENGINE_UNAVAILABLE, attempt.problem));
  }

  /** Returns the folder from which the libraries were loaded. */
  public Path folder() {
    return folder;
  }

  /** Returns the version of llama.cpp. */
  public String version() {
    return version;
  }

  /** Returns the name of the CPU. */
  public String cpu() {
    return cpu;
  }

  /**
   * Returns the name of the CPU module that was chosen for this machine, such as {@code haswell}.
   */
  public String variant() {
    return variant;
  }

  /** Returns the CPU features that the module uses, such as {@code AVX2 FMA}. */
  public String features() {
    return features;
  }

  /** Returns the name of the CPU, the module and its features. */
  public String device() {
    return "CPU (" + cpu + "; " + variant + ": " + features + ")";
  }

  /** Returns the variant in a file name: {@code haswell} for {@code …/libggml-cpu-haswell.so}. */
  private static String variant(String file) {
    Matcher matcher = CPU_MODULE.matcher(file);
    return matcher.find() ? matcher.group(1) : "unknown";
  }

  /** A loaded library, or the reason why it could not be loaded. */
  private record Attempt(Optional<NativeLibrary> library, String problem) {
    static Attempt loaded(NativeLibrary library) {
      return new Attempt(Optional.of(library), "");
    }

    static Attempt failed(String problem) {
      return new Attempt(Optional.empty(), problem);
    }
  }

  private static Attempt load() {
    Platform platform = Platform.current();
    String explicit = System.getProperty(PATH_PROPERTY);
    if (explicit != null) {
      try {
        return Attempt.loaded(load(Path.of(explicit).toAbsolutePath(), platform));
      } catch (InvalidPathException e) {
        return failedAt(explicit, FileNames.problem(e));
      } catch (IOException e) {
        return failedAt(explicit, String.valueOf(e.getMessage()));
      }
    }
    Optional<NativeResources> resources = NativeResources.of(platform);
    if (resources.isEmpty()) {
      return Attempt.failed(
          "This artifact holds no native libraries for "
              + platform
              + "; build them on this platform and name their folder with -D"
              + PATH_PROPERTY);
    }
    Optional<Libc> libc = Libc.ofThisProcess();
    if (libc.filter(Libc::isMusl).isPresent()) {
      return Attempt.failed(MUSL);
    }
    try {
      return Attempt.loaded(
          UserCache.ofUser()
              .unpack(
                  CacheFolder.candidates(),
                  resources.get().packed(),
                  folder -> load(folder, platform)));
    } catch (NoFolderException e) {
      return Attempt.failed(
          "The native libraries could not be loaded. Tried:\n  "
              + e.tried()
              + "\nSet -Dsentiment4j.cache=<folder> to a place that can be written and executed"
              + " from, or -D"
              + PATH_PROPERTY
              + "=<folder> to unpacked libraries");
    }
  }

  private static Attempt failedAt(String explicit, String problem) {
    return Attempt.failed(
        "The native libraries could not be loaded from -D"
            + PATH_PROPERTY
            + "="
            + explicit
            + " (nothing else is tried while that is set): "
            + problem);
  }

  private static NativeLibrary load(Path folder, Platform platform) throws IOException {
    Path library = folder.resolve(platform.libraryName("sentiment4j"));
    if (!Files.isRegularFile(library)) {
      throw new IOException("there is no " + library.getFileName());
    }
    try {
      try {
        System.load(library.toString());
      } catch (UnsatisfiedLinkError e) {
        if (!isBoundToAnotherLoader(e)) {
          throw e;
        }
        loadCopy(library);
      }
      return new NativeLibrary(
          folder,
          List.of(new String(Natives.init(NativePath.bytes(folder)), UTF_8).split("\n", -1)));
    } catch (UnsatisfiedLinkError | NativeException e) {
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
  }

  private static boolean isBoundToAnotherLoader(UnsatisfiedLinkError e) {
    return Optional.ofNullable(e.getMessage())
        .orElse("")
        .contains("already loaded in another classloader");
  }

  /** Loads a copy beside the original, where code may be executed, else in the temporary folder. */
  private static void loadCopy(Path library) throws IOException {
    String suffix = "-" + library.getFileName();
    Path copy = library.resolveSibling("copy-" + UUID.randomUUID() + suffix);
    try {
      try {
        Files.copy(library, copy);
      } catch (IOException e) {
        Files.deleteIfExists(copy);
        copy = Files.createTempFile("sentiment4j-", suffix);
        Files.copy(library, copy, StandardCopyOption.REPLACE_EXISTING);
      }
      System.load(copy.toString());
    } finally {
      Files.deleteIfExists(copy);
    }
  }
}
