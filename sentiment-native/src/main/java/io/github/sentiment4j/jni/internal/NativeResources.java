package io.github.sentiment4j.jni.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.sentiment4j.support.PackedFiles;
import io.github.sentiment4j.support.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The libraries that a jar holds for one platform. The build lists them in an index:
 *
 * <pre>
 * Index --&gt; Hash, Name*        one item in a line
 * Hash  --&gt; SHA-256 of (Name, " ", SHA-256 of the content, LF)* in the order of the names
 * </pre>
 *
 * @param hash the name of the cache folder
 * @param files the address of each library by its name
 */
public record NativeResources(String hash, Map<String, URL> files) {
  private static final String FOLDER = "META-INF/sentiment4j/natives/";
  private static final String INDEX = "index.txt";

  /**
   * Returns the libraries in a folder under {@code META-INF/sentiment4j/natives}, in any jar that
   * the class loader finds; a separate jar holds those for CUDA.
   */
  public static Optional<NativeResources> of(String name, ClassLoader loader) {
    String folder = FOLDER + name + "/";
    try (InputStream index = loader.getResourceAsStream(folder + INDEX)) {
      if (index == null) {
        return Optional.empty();
      }
      List<String> lines = new String(index.readAllBytes(), UTF_8).lines().toList();
      Map<String, URL> files = new LinkedHashMap<>();
      for (String file : lines.subList(1, lines.size())) {
        URL url = loader.getResource(folder + file);
        if (url == null) {
          throw new IllegalStateException(
              "The jar lists " + folder + file + " but does not hold it");
        }
        files.put(file, url);
      }
      return Optional.of(new NativeResources(lines.get(0), files));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + folder + INDEX, e);
    }
  }

  /** Returns the libraries of a platform that the class loader of this class finds. */
  public static Optional<NativeResources> of(Platform platform) {
    return of(platform.toString(), NativeResources.class.getClassLoader());
  }

  /** Returns the libraries in the form that the user's cache unpacks. */
  public PackedFiles packed() {
    return new PackedFiles(hash, files, this::hashOf);
  }

  private String hashOf(Map<String, String> sums) {
    Sha256 all = new Sha256();
    for (String name : files.keySet()) {
      all.update(ByteBuffer.wrap((name + " " + sums.get(name) + "\n").getBytes(UTF_8)));
    }
    return all.hex();
  }
}
