package io.github.sentiment4j.core.spi;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** The folders of the current user in which resources are unpacked, each set under its hash. */
public final class UserCache {
  private UserCache() {}

  /** Folders to try, in this order. */
  public static List<Path> candidates() {
    return List.of(Path.of(System.getProperty("user.home"), ".cache", "sentiment4j"));
  }

  /**
   * Unpacks resources.
   *
   * @return the folder that holds them
   */
  public static Path unpack(Path root, String hash, Map<String, URL> files) throws IOException {
    Path folder = Files.createDirectories(root.resolve(hash));
    for (Map.Entry<String, URL> file : files.entrySet()) {
      try (var in = file.getValue().openStream()) {
        Files.copy(in, folder.resolve(file.getKey()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return folder;
  }
}
