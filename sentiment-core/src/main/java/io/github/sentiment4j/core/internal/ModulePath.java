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
 * Finds modules that are on the module path but not resolved, because no module requires them. JPMS
 * resolves an engine as a service provider, but not the default model, which has no classes. In an
 * application's own layer each module may have a separate class loader.
 */
public final class ModulePath {
  /** The module of {@code sentiment-native}. */
  public static final String ENGINE = "io.github.sentiment4j.jni";

  /** The module of {@code sentiment-embedded}. */
  public static final String MODEL = "io.github.sentiment4j.embedded";

  private ModulePath() {}

  /** Returns the layer of this library's module; empty on the class path. */
  public static Optional<ModuleLayer> layer() {
    return Optional.ofNullable(ModulePath.class.getModule().getLayer());
  }

  /** Returns a class loader that finds the resources of a module, resolved or not. */
  public static Optional<ClassLoader> loader(String module) {
    return layer()
        .flatMap(layer -> layer.findModule(module))
        .map(Module::getClassLoader)
        .or(() -> unresolved(module).map(ModulePath::loader));
  }

  @SuppressWarnings("resource") // it stays open as long as its URLs are in use
  private static ClassLoader loader(URI location) {
    try {
      return new URLClassLoader(new URL[] {location.toURL()}, null);
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the location of a module that is on the module path but not in the layer. */
  public static Optional<URI> unresolved(String module) {
    boolean resolved = layer().orElseGet(ModuleLayer::boot).findModule(module).isPresent();
    return resolved ? Optional.empty() : find(System.getProperty("jdk.module.path", ""), module);
  }

  /** Returns the location of a module on a module path. */
  public static Optional<URI> find(String modulePath, String module) {
    try {
      Path[] entries =
          Arrays.stream(modulePath.split(Pattern.quote(File.pathSeparator)))
              .filter(entry -> !entry.isEmpty())
              .map(Path::of)
              .toArray(Path[]::new);
      return ModuleFinder.of(entries).find(module).flatMap(ModuleReference::location);
    } catch (FindException | InvalidPathException | SecurityException e) {
      return Optional.empty(); // the launcher may not have read all of the module path
    }
  }

  /** Returns true if this library is part of a runtime image of jlink. */
  public static boolean isImage() {
    return layer()
        .flatMap(layer -> layer.configuration().findModule(ModulePath.class.getModule().getName()))
        .flatMap(module -> module.reference().location())
        .filter(location -> location.getScheme().equals("jrt"))
        .isPresent();
  }
}
