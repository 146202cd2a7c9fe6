package io.github.sentiment4j.support;

import java.net.URL;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * A set of class-path resources that must be unpacked together as files.
 *
 * @param hash the name of their content, made of letters, digits, {@code .}, {@code _} and {@code
 *     -}
 * @param files the resource of each file, by a name of the same characters
 * @param hashOf computes the hash from the SHA-256 of each file, by name
 */
public record PackedFiles(
    String hash, Map<String, URL> files, Function<Map<String, String>, String> hashOf) {

  /**
   * Creates a set.
   *
   * @throws IllegalArgumentException if the hash or a file name has other characters
   */
  public PackedFiles {
    Objects.requireNonNull(hashOf, "hashOf");
    requirePlainName(hash);
    files.keySet().forEach(PackedFiles::requirePlainName);
  }

  /** Returns a set of one file, whose SHA-256 is the hash. */
  public static PackedFiles single(String sha256, String name, URL content) {
    return new PackedFiles(sha256, Map.of(name, content), sums -> sums.getOrDefault(name, ""));
  }

  /** Returns whether files with these SHA-256 digests, by name, are the right ones. */
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
