package io.github.sentiment4j.core.spi;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The folders of the current user in which resources are unpacked, each set of files under its
 * hash. Safe for any number of threads and processes at once.
 *
 * <p>A set is written into a temporary folder beside its place and moved there in one step, so that
 * no process ever sees half of it. Sets are never deleted: whoever clears the cache may do so while
 * no program runs, and the next start fills it again.
 */
public final class UserCache {
  private static final Duration LEFT_BEHIND = Duration.ofHours(1);

  private UserCache() {}

  /**
   * The folders to try, in this order: the system property {@code sentiment4j.cache}; {@code
   * sentiment4j} in the user's cache folder ({@code $XDG_CACHE_HOME} or {@code ~/.cache}, {@code
   * ~/Library/Caches} on macOS, {@code %LOCALAPPDATA%} on Windows); {@code sentiment4j-USER} in
   * {@code java.io.tmpdir}. None of them need exist.
   */
  public static List<Path> candidates() {
    Map<String, String> properties = new HashMap<>();
    for (String key :
        List.of("sentiment4j.cache", "os.name", "user.home", "user.name", "java.io.tmpdir")) {
      Optional.ofNullable(System.getProperty(key)).ifPresent(value -> properties.put(key, value));
    }
    return candidates(properties, System.getenv());
  }

  static List<Path> candidates(Map<String, String> properties, Map<String, String> environment) {
    List<Path> roots = new ArrayList<>();
    String named = properties.getOrDefault("sentiment4j.cache", "");
    if (!named.isBlank()) {
      roots.add(Path.of(named).toAbsolutePath());
    }
    cacheFolder(properties, environment).map(p -> p.resolve("sentiment4j")).ifPresent(roots::add);
    String user = properties.getOrDefault("user.name", "").replaceAll("[^A-Za-z0-9._-]", "_");
    absolute(properties.get("java.io.tmpdir"))
        .map(p -> p.resolve("sentiment4j-" + user))
        .ifPresent(roots::add);
    return List.copyOf(roots);
  }

  /**
   * Makes sure that files are complete in one of several folders, the first that can be used.
   *
   * @param roots such as {@link #candidates()}
   * @param hash see {@link #unpack(Path, String, Map)}
   * @param files see {@link #unpack(Path, String, Map)}
   * @return the folder {@code root/hash}
   * @throws IOException if none can be used, with the reason of each
   */
  public static Path unpack(List<Path> roots, String hash, Map<String, URL> files)
      throws IOException {
    List<String> tried = new ArrayList<>();
    for (Path root : roots) {
      try {
        return unpack(root, hash, files);
      } catch (IOException e) {
        tried.add(root + ": " + e);
      }
    }
    throw new IOException(
        "Expected a folder of this user with room for "
            + String.join(", ", files.keySet())
            + ", found none; name one with -Dsentiment4j.cache=FOLDER. Tried: "
            + String.join("; ", tried));
  }

  /**
   * Makes sure that files are in the cache and complete.
   *
   * @param root one of {@link #candidates()}; created, for its owner only, if it does not exist
   * @param hash names the content of all files together: letters, digits, {@code .}, {@code _} and
   *     {@code -}
   * @param files file name to where its content is, named like the hash
   * @return the folder {@code root/hash}, which holds every file in its full size
   * @throws IOException if the files cannot be read or written, or {@code root} belongs to someone
   *     else or may be written by others; nothing half-written is left in place
   * @throws IllegalArgumentException if the hash or a file name has other characters
   */
  public static Path unpack(Path root, String hash, Map<String, URL> files) throws IOException {
    requirePlainName(hash);
    files.keySet().forEach(UserCache::requirePlainName);
    PrivateFolder.require(root);
    Path folder = root.resolve(hash);
    Map<String, Long> sizes = sizes(files);
    if (incomplete(folder, sizes).isEmpty()) {
      return folder;
    }
    String prefix = ".unpacking-" + hash + "-";
    deleteLeftBehind(root, prefix);
    Path fresh = Files.createTempDirectory(root, prefix);
    try {
      for (Map.Entry<String, URL> file : files.entrySet()) {
        write(file.getValue(), fresh.resolve(file.getKey()));
      }
      List<String> cut = incomplete(fresh, sizes);
      if (!cut.isEmpty()) {
        throw new IOException("written with another size than read: " + cut + " in " + fresh);
      }
      publish(fresh, folder, sizes);
    } finally {
      delete(fresh);
    }
    return folder;
  }

  private static void publish(Path fresh, Path folder, Map<String, Long> sizes) throws IOException {
    try {
      Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
      return;
    } catch (FileSystemException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
    // Another process was first, or someone removed or cut single files later.
    for (String name : incomplete(folder, sizes)) {
      Files.move(
          fresh.resolve(name),
          folder.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static Map<String, Long> sizes(Map<String, URL> files) throws IOException {
    Map<String, Long> sizes = new HashMap<>();
    for (Map.Entry<String, URL> file : files.entrySet()) {
      URLConnection connection = connect(file.getValue());
      try (InputStream in = connection.getInputStream()) {
        long size = connection.getContentLengthLong();
        sizes.put(file.getKey(), size >= 0 ? size : in.transferTo(OutputStream.nullOutputStream()));
      }
    }
    return sizes;
  }

  private static List<String> incomplete(Path folder, Map<String, Long> sizes) throws IOException {
    List<String> incomplete = new ArrayList<>();
    for (Map.Entry<String, Long> file : sizes.entrySet()) {
      Path path = folder.resolve(file.getKey());
      if (!Files.isRegularFile(path) || Files.size(path) != file.getValue()) {
        incomplete.add(file.getKey());
      }
    }
    return incomplete;
  }

  private static void write(URL from, Path to) throws IOException {
    try (InputStream in = connect(from).getInputStream();
        FileChannel channel =
            FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      in.transferTo(Channels.newOutputStream(channel));
      // A power cut after the move must not leave a file of the right size full of zeros.
      channel.force(true);
    }
  }

  private static URLConnection connect(URL url) throws IOException {
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false); // a cached connection would keep the JAR open and locked
    return connection;
  }

  private static void deleteLeftBehind(Path root, String prefix) {
    FileTime old = FileTime.from(Instant.now().minus(LEFT_BEHIND));
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, prefix + "*")) {
      for (Path folder : folders) {
        if (Files.getLastModifiedTime(folder).compareTo(old) < 0) {
          delete(folder);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Another process was faster. What stays costs space only, and the next start tries again.
    }
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
        for (Path file : files) {
          Files.deleteIfExists(file);
        }
      }
      Files.deleteIfExists(folder);
    } catch (IOException | DirectoryIteratorException e) {
      // As above.
    }
  }

  private static Optional<Path> cacheFolder(
      Map<String, String> properties, Map<String, String> environment) {
    String os = properties.getOrDefault("os.name", "").toLowerCase(Locale.ROOT);
    Optional<Path> home = absolute(properties.get("user.home"));
    if (os.contains("win")) {
      return absolute(environment.get("LOCALAPPDATA"))
          .or(() -> home.map(p -> p.resolve("AppData").resolve("Local")));
    }
    if (os.contains("mac")) {
      return home.map(p -> p.resolve("Library").resolve("Caches"));
    }
    return absolute(environment.get("XDG_CACHE_HOME")).or(() -> home.map(p -> p.resolve(".cache")));
  }

  private static Optional<Path> absolute(String path) {
    return Optional.ofNullable(path).filter(p -> new File(p).isAbsolute()).map(Path::of);
  }

  private static void requirePlainName(String name) {
    if (!name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*")) {
      throw new IllegalArgumentException(
          "Expected a name of letters, digits, '.', '_' and '-', found \"" + name + "\"");
    }
  }
}
