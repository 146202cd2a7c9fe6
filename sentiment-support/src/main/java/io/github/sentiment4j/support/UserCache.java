package io.github.sentiment4j.support;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The cache of the current user for files unpacked from the class path, each set in a folder named
 * by its hash. Safe for any number of threads and processes at once.
 *
 * <p>A set is written to a temporary folder and moved to its place in one step, so no process sees
 * half of it. Before each use, the SHA-256 of the files is compared with the hash of the set;
 * {@link KnownHashes} supplies it for unchanged files. After a failed use, the files are read
 * again. A damaged or missing file is unpacked again and replaced in one step, so a process that
 * has the old one open keeps it. Sets are never deleted. A user may delete them while no program
 * runs; the next start unpacks them again.
 */
public final class UserCache {
  private static final Duration LEFT_BEHIND = Duration.ofHours(1);
  private static final Logger LOGGER = System.getLogger(UserCache.class.getName());

  private final KnownHashes known;

  UserCache(KnownHashes known) {
    this.known = known;
  }

  /** Returns the cache of the current user. */
  public static UserCache ofUser() {
    return new UserCache(KnownHashes.ofUser());
  }

  /** A function that uses a folder of unpacked files. */
  @FunctionalInterface
  public interface Use<T> {
    /**
     * Uses the files in a folder.
     *
     * @throws IOException if they cannot be used there
     */
    T in(Path folder) throws IOException;
  }

  /** Thrown when no folder could be used. */
  public static final class NoFolderException extends IOException {
    private static final long serialVersionUID = 1;

    private final String tried;

    NoFolderException(PackedFiles files, String tried) {
      super(
          "Expected a folder of this user with room for "
              + String.join(", ", files.files().keySet())
              + ", found none; name one with -D"
              + CacheFolder.PROPERTY
              + "=FOLDER. Tried:\n  "
              + tried);
      this.tried = tried;
    }

    /** Returns each place that was tried and why it failed, one per line. */
    public String tried() {
      return tried;
    }
  }

  /**
   * Unpacks files and uses them in the first of several folders in which that works.
   *
   * @param folders the candidates, such as {@link CacheFolder#candidates()}
   * @param use called with the folder of the files; called again after a failure if damaged files
   *     could be repaired
   * @return the result of {@code use}
   * @throws NoFolderException if no folder works, with the reason for each
   */
  public <T> T unpack(List<CacheFolder> folders, PackedFiles files, Use<T> use)
      throws NoFolderException {
    List<String> tried = new ArrayList<>();
    for (CacheFolder candidate : folders) {
      if (candidate.folder().isEmpty()) {
        tried.add(candidate.place() + ": " + candidate.problem());
        continue;
      }
      Path folder;
      try {
        folder = unpack(candidate.folder().get(), files);
      } catch (IOException e) {
        tried.add(candidate + ": cannot unpack there: " + reason(e));
        continue;
      }
      try {
        return use(folder, files, use);
      } catch (IOException e) {
        tried.add(folder + ": " + reason(e));
      }
    }
    throw new NoFolderException(files, String.join("\n  ", tried));
  }

  private static <T> T use(Path folder, PackedFiles files, Use<T> use) throws IOException {
    try {
      return use.in(folder);
    } catch (IOException e) {
      if (!mend(folder, files)) {
        throw e;
      }
      return use.in(folder);
    }
  }

  /**
   * Ensures that a folder holds all files of a set, undamaged.
   *
   * @param root the folder of all sets, created for its owner only if it does not exist; if others
   *     may write to it, a sub-folder of the user takes its place
   * @return the folder that holds the files
   * @throws IOException if the files cannot be read or written, or {@code root} belongs to another
   *     user; no partial set is left in place
   */
  Path unpack(Path root, PackedFiles files) throws IOException {
    Path own = PrivateFolder.of(root);
    PrivateFolder.require(own);
    Path folder = own.resolve(files.hash());
    complete(folder, files, file -> known.sha256(file, Sha256::of));
    return folder;
  }

  /**
   * Reads unpacked files and unpacks the damaged or missing ones again.
   *
   * @param folder the folder that holds them
   * @return whether a file was damaged or missing
   * @throws IOException if the files cannot be read or written
   */
  public static boolean mend(Path folder, PackedFiles files) throws IOException {
    return complete(folder, files, Sha256::of);
  }

  /** Returns whether something had to be written. */
  private static boolean complete(Path folder, PackedFiles files, KnownHashes.Hash hash)
      throws IOException {
    if (Files.isDirectory(folder)) {
      PrivateFolder.tighten(folder);
      PrivateFolder.require(folder);
    }
    Map<String, String> found = sums(folder, files, hash);
    if (files.fit(found)) {
      return false;
    }
    String prefix = ".unpacking-" + files.hash() + "-";
    deleteLeftBehind(Objects.requireNonNull(folder.getParent()), prefix);
    Path fresh = PrivateFolder.create(folder.resolveSibling(prefix + UUID.randomUUID()));
    try {
      Map<String, String> right = new TreeMap<>();
      for (Map.Entry<String, URL> file : files.files().entrySet()) {
        right.put(file.getKey(), write(file.getValue(), fresh.resolve(file.getKey())));
      }
      if (!files.fit(right)) {
        throw new IOException(
            "expected files with the hash "
                + files.hash()
                + " on the class path, found others: "
                + files.files().values().iterator().next()
                + "; the artifact is damaged, get it again");
      }
      if (!publish(fresh, folder)) {
        replace(fresh, folder, right, hash);
      }
    } finally {
      delete(fresh);
    }
    return true;
  }

  /** Moves a set to its place in one step; returns false if the folder exists already. */
  private static boolean publish(Path fresh, Path folder) throws IOException {
    try {
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        // This deletes a file or a link. A folder that another process has just published is not
        // empty, so the deletion fails and the folder stays.
        Files.deleteIfExists(folder);
      }
      Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (FileSystemException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
      return false;
    }
  }

  /** Replaces the damaged or missing files of a folder that exists already. */
  private static void replace(
      Path fresh, Path folder, Map<String, String> right, KnownHashes.Hash hash)
      throws IOException {
    for (Map.Entry<String, String> file : right.entrySet()) {
      Path place = folder.resolve(file.getKey());
      if (sum(place, hash).equals(file.getValue())) {
        continue;
      }
      if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
        LOGGER.log(Level.WARNING, "{0} was damaged and has been unpacked again", place);
      }
      if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
        Files.move(place, fresh.resolve(".was-" + file.getKey()), StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(
          fresh.resolve(file.getKey()),
          place,
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static Map<String, String> sums(Path folder, PackedFiles files, KnownHashes.Hash hash) {
    Map<String, String> sums = new HashMap<>();
    for (String name : files.files().keySet()) {
      sums.put(name, sum(folder.resolve(name), hash));
    }
    return sums;
  }

  /** Returns the digest of a file, or {@code none} if it is no regular file or cannot be read. */
  private static String sum(Path file, KnownHashes.Hash hash) {
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? hash.of(file) : "none";
    } catch (IOException e) {
      return "none";
    }
  }

  /** Copies a resource to a new file and returns its SHA-256. */
  private static String write(URL from, Path to) throws IOException {
    try (InputStream in = connect(from).getInputStream();
        FileChannel channel =
            FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      String sum = Sha256.copy(in, Channels.newOutputStream(channel));
      // A power cut after the move must not leave a file of the right size full of zeros.
      channel.force(true);
      return sum;
    }
  }

  private static URLConnection connect(URL url) throws IOException {
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false); // a cached connection keeps the JAR open and locked
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
      // Another process was faster. A remainder costs only space, and the next start tries again.
    }
  }

  private static void delete(Path folder) {
    try {
      OutputLock.deleteTree(folder);
    } catch (IOException e) {
      // A remainder costs only space.
    }
  }

  /** Returns the reason of a failure in words. */
  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException missing) {
      return "there is no " + missing.getFile();
    }
    if (e instanceof AccessDeniedException denied) {
      return "no permission for " + denied.getFile();
    }
    if (e instanceof FileSystemException failed && failed.getReason() != null) {
      return failed.getFile() + ": " + failed.getReason();
    }
    return Objects.requireNonNullElse(e.getMessage(), e.toString());
  }
}
