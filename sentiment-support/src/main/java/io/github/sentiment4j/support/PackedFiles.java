package io.github.sentiment4j.support;

import java.net.URL;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Files on the class path that are needed as files of their own, all together.
 *
 * @param hash names their content: letters, digits, {@code .}, {@code _} and {@code -}
 * @param files name of each file, of the same characters, and where its content is
 * @param hashOf makes the hash of the SHA-256 of each file, by name
 */
public record PackedFiles(
    String hash, Map<String, URL> files, Function<Map<String, String>, String> hashOf) {

  /**
   * Checks the names.
   *
   * @throws IllegalArgumentException if the hash or a file name has other characters
   */
  public PackedFiles {
    Objects.requireNonNull(hashOf, "hashOf");
    requirePlainName(hash);
    files.keySet().forEach(PackedFiles::requirePlainName);
  }

  /** One file, whose SHA-256 is the hash. */
  public static PackedFiles single(String sha256, String name, URL content) {
    return new PackedFiles(sha256, Map.of(name, content), sums -> sums.get(name));
  }

  /** Whether files with these sums are the right ones. */
  boolean fit(Map<String, String> sums) {
    return sums.keySet().equals(files.keySet()) && hash.equals(hashOf.apply(sums));
  }

  private static void requirePlainName(String name) {
    if (!name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*")) {
      throw new IllegalArgumentException(
          "Expected a name of letters, digits, '.', '_' and '-', found \"" + name + "\"");
    }
  }
}
