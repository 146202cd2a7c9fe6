package io.github.sentiment4j.core.internal;

import java.io.File;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Modules that are there and that no class loader shows, because nothing requires them. JPMS binds
 * engines, which are services; but not the default model, which has no classes. In a layer of an
 * application's own each module may also have a class loader of its own.
 */
public final class ModulePath {
  /** The engine of {@code sentiment-native}. */
  public static final String ENGINE = "io.github.sentiment4j.jni";

  /** The default model of {@code sentiment-embedded}. */
  public static final String MODEL = "io.github.sentiment4j.embedded";

  private ModulePath() {}

  /** The layer of this library's module; empty on the class path. */
  public static Optional<ModuleLayer> layer() {
    return Optional.ofNullable(ModulePath.class.getModule().getLayer());
  }

  /** What shows the resources of a module, resolved or not; empty if it is not there. */
  public static Optional<ClassLoader> loader(String module) {
    return layer()
        .flatMap(layer -> layer.findModule(module))
        .map(Module::getClassLoader)
        .or(() -> unresolved(module).map(ModulePath::loader));
  }

  @SuppressWarnings("resource") // lives as long as the URLs that it gives
  private static ClassLoader loader(URI location) {
    try {
      return new URLClassLoader(new URL[] {location.toURL()}, null);
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where a module lies on the module path that is not in the application's layer. */
  public static Optional<URI> unresolved(String module) {
    boolean resolved = layer().orElseGet(ModuleLayer::boot).findModule(module).isPresent();
    return resolved ? Optional.empty() : find(System.getProperty("jdk.module.path", ""), module);
  }

  /** Where a module lies on a module path. */
  public static Optional<URI> find(String modulePath, String module) {
    try {
      Path[] entries =
          Arrays.stream(modulePath.split(Pattern.quote(File.pathSeparator)))
              .filter(entry -> !entry.isEmpty())
              .map(Path::of)
              .toArray(Path[]::new);
      return ModuleFinder.of(entries).find(module).flatMap(ModuleReference::location);
    } catch (FindException | InvalidPathException | SecurityException e) {
      return Optional.empty(); // a path that the launcher did not need to read to its end
    }
  }

  /** Whether this library is in a runtime image that jlink has made. */
  public static boolean isImage() {
    return layer()
        .flatMap(layer -> layer.configuration().findModule(ModulePath.class.getModule().getName()))
        .flatMap(module -> module.reference().location())
        .filter(location -> location.getScheme().equals("jrt"))
        .isPresent();
  }
}
