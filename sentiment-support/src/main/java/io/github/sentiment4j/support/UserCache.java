package io.github.sentiment4j.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The folders of the current user in which files of the class path are unpacked, each set of files
 * under its hash. Safe for any number of threads and processes at once.
 *
 * <p>A set is written into a temporary folder beside its place and moved there in one step, so that
 * no process ever sees half of it. Whenever it is used, the SHA-256 of its files is compared with
 * its hash, from memory for files that have the size and the times that they had ({@link
 * KnownHashes}); whenever the use fails, by reading them. A file that is damaged or missing is
 * unpacked again and moved into its place in one step: a process that has the old one open keeps
 * that. Sets are never deleted: whoever clears the cache may do so while no program runs, and the
 * next start fills it again.
 */
public final class UserCache {
  private static final Duration LEFT_BEHIND = Duration.ofHours(1);
  private static final Logger LOGGER = System.getLogger(UserCache.class.getName());

  private final KnownHashes known;

  UserCache(KnownHashes known) {
    this.known = known;
  }

  /** That of the current user. */
  public static UserCache ofUser() {
    return new UserCache(KnownHashes.ofUser());
  }

  /** What is done with a folder of unpacked files. */
  @FunctionalInterface
  public interface Use<T> {
    /**
     * Does it.
     *
     * @throws IOException if that is not possible with the files in this folder
     */
    T in(Path folder) throws IOException;
  }

  /** No folder could be used. */
  public static final class NoFolderException extends IOException {
    private static final long serialVersionUID = 1;

    /** A place and why it was not taken, in each. */
    private final String tried;

    NoFolderException(PackedFiles files, List<String> tried) {
      super(
          "Expected a folder of this user with room for "
              + String.join(", ", files.files().keySet())
              + ", found none; name one with -D"
              + CacheFolder.PROPERTY
              + "=FOLDER. Tried:\n  "
              + String.join("\n  ", tried));
      this.tried = String.join("\n  ", tried);
    }

    /** Every place that was tried and why it was not taken, one a line. */
    public String tried() {
      return tried;
    }
  }

  /**
   * Uses files in the first of several folders in which that works.
   *
   * @param folders such as {@link CacheFolder#candidates()}
   * @param use called with the folder that holds the files; again after a failure where they were
   *     damaged and could be mended
   * @return what {@code use} returns
   * @throws NoFolderException if it works in none, with the reason of each
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
    throw new NoFolderException(files, tried);
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
   * Makes sure that files are in a folder, complete and whole.
   *
   * @param root created, for its owner only, if it does not exist; where others may write to it, a
   *     sub-folder of the user takes its place
   * @return the folder that holds the files
   * @throws IOException if the files cannot be read or written, or {@code root} belongs to someone
   *     else; nothing half-written is left in place
   */
  Path unpack(Path root, PackedFiles files) throws IOException {
    Path own = PrivateFolder.of(root);
    PrivateFolder.require(own);
    Path folder = own.resolve(files.hash());
    complete(folder, files, file -> known.sha256(file, UserCache::sha256));
    return folder;
  }

  /**
   * Reads unpacked files and unpacks again those that are not what they should be.
   *
   * @param folder that holds them
   * @return whether there were any
   * @throws IOException if they cannot be read or written
   */
  public static boolean mend(Path folder, PackedFiles files) throws IOException {
    return complete(folder, files, UserCache::sha256);
  }

  /** Whether something had to be written. */
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
    deleteLeftBehind(folder.getParent(), prefix);
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

  /** In one step, unless there is such a folder already. */
  private static boolean publish(Path fresh, Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(folder); // some file or link
    }
    try {
      Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (FileSystemException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
      return false;
    }
  }

  /** Another process was first, or some files were removed or damaged later. */
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

  /** What is no file, or cannot be read, has the sum of none. */
  private static String sum(Path file, KnownHashes.Hash hash) {
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? hash.of(file) : "none";
    } catch (IOException e) {
      return "none";
    }
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest = newDigest();
    try (InputStream in = Files.newInputStream(file);
        OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      in.transferTo(out);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The SHA-256 of what was written. */
  private static String write(URL from, Path to) throws IOException {
    MessageDigest digest = newDigest();
    try (InputStream in = connect(from).getInputStream();
        FileChannel channel =
            FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      in.transferTo(new DigestOutputStream(Channels.newOutputStream(channel), digest));
      // A power cut after the move must not leave a file of the right size full of zeros.
      channel.force(true);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
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

  /** A folder with all that is in it. */
  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
        for (Path file : files) {
          if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            delete(file);
          } else {
            Files.deleteIfExists(file);
          }
        }
      }
      Files.deleteIfExists(folder);
    } catch (IOException | DirectoryIteratorException e) {
      // As above.
    }
  }

  /** What went wrong, in words. */
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
