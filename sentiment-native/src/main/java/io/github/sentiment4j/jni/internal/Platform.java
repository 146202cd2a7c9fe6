package io.github.sentiment4j.jni.internal;

import java.util.Locale;

/**
 * An operating system and a processor. Folders under {@code META-INF/sentiment4j/natives} have
 * these names.
 *
 * @param os {@code linux}, {@code macos}, {@code windows}, or the JVM's own name
 * @param arch {@code x86_64}, {@code aarch64}, or the JVM's own name
 */
public record Platform(String os, String arch) {
  public static Platform current() {
    return of(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  public static Platform of(String osName, String osArch) {
    String os = osName.toLowerCase(Locale.ROOT);
    String arch = osArch.toLowerCase(Locale.ROOT);
    return new Platform(
        os.startsWith("linux")
            ? "linux"
            : os.startsWith("mac") ? "macos" : os.startsWith("windows") ? "windows" : os,
        arch.equals("amd64") || arch.equals("x86_64")
            ? "x86_64"
            : arch.equals("arm64") ? "aarch64" : arch);
  }

  public String libraryName(String name) {
    return switch (os) {
      case "windows" -> name + ".dll";
      case "macos" -> "lib" + name + ".dylib";
      default -> "lib" + name + ".so";
    };
  }

  @Override
  public String toString() {
    return os + "-" + arch;
  }
}
