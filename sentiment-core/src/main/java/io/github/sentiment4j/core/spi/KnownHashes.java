package io.github.sentiment4j.core.spi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The SHA-256 of files, each computed once and remembered for the current user until size or time
 * stamp change. Safe for any number of threads and processes at once; where no folder of {@link
 * UserCache} can be written to, each process remembers for itself.
 *
 * <p>What is compared is path, size, time of modification, identity (device and inode) and, where
 * the platform has it, the time of the last change of any kind, which nobody can set. Where it does
 * not (Windows), a file that is overwritten with as many other bytes and given its old time again
 * passes for the old one. A file that was changed less than two seconds ago is not remembered: the
 * next change might get the same time stamp.
 *
 * <p>What is remembered is a file of some 200 bytes in the folder {@code sums}, under the hash code
 * of the path: {@code Hash, " ", Size, " ", Modified, " ", Changed, " ", Identity, " ", Path},
 * times in nanoseconds since 1970. Each may be deleted at any time.
 */
public final class KnownHashes {
  /** Computes the SHA-256 of a file. */
  @FunctionalInterface
  public interface Hash {
    /**
     * The SHA-256 of a file as 64 lower-case hexadecimal digits.
     *
     * @throws IOException if the file cannot be read
     */
    String of(Path file) throws IOException;
  }

  private static final KnownHashes OF_USER =
      new KnownHashes(UserCache::candidates, Clock.systemUTC());

  /** The coarsest time stamps in use are those of FAT. */
  private static final Duration TICK = Duration.ofSeconds(2);

  private static final String FOLDER = "sums";
  private static final int MAX_ENTRY_BYTES = 1 << 14;
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private final Supplier<List<Path>> roots;
  private final Clock clock;
  private final Map<Path, Slot> slots = new ConcurrentHashMap<>();

  /** What one process knows, with the folders that it shares with others. */
  KnownHashes(Supplier<List<Path>> roots, Clock clock) {
    this.roots = roots;
    this.clock = clock;
  }

  /** Those of the current user. */
  public static KnownHashes ofUser() {
    return OF_USER;
  }

  /**
   * The SHA-256 of a file: remembered, or else computed and remembered. Threads that ask for the
   * same file at once wait for one computation.
   *
   * @throws IOException if the file cannot be read
   */
  public String sha256(Path file, Hash hash) throws IOException {
    return slot(file).compute(hash);
  }

  /**
   * The SHA-256 of a file, if it is remembered.
   *
   * @throws IOException if there is no such file
   */
  public Optional<String> find(Path file) throws IOException {
    return slot(file).find();
  }

  private Slot slot(Path file) throws IOException {
    return slots.computeIfAbsent(file.toRealPath(), Slot::new);
  }

  /** One file. */
  private final class Slot {
    private final Path file;
    private final Path entry;

    /** The state of the file that {@link #sha256} belongs to; null at first. */
    private String state;

    private String sha256;

    Slot(Path file) {
      this.file = file;
      this.entry = Path.of(FOLDER, Integer.toHexString(file.toString().hashCode()));
    }

    synchronized Optional<String> find() throws IOException {
      return find(currentState());
    }

    synchronized String compute(Hash hash) throws IOException {
      String before = currentState();
      Optional<String> known = find(before);
      if (known.isPresent()) {
        return known.get();
      }
      boolean settled = lastChange().toInstant().isBefore(clock.instant().minus(TICK));
      String computed = hash.of(file);
      if (settled && before.equals(currentState())) {
        remember(before, computed);
        write();
      }
      return computed;
    }

    /** What tells one state of the file from another. */
    private String currentState() throws IOException {
      BasicFileAttributes basic = Files.readAttributes(file, BasicFileAttributes.class);
      return basic.size()
          + " "
          + basic.lastModifiedTime().to(TimeUnit.NANOSECONDS)
          + " "
          + lastChange().to(TimeUnit.NANOSECONDS)
          + " "
          + basic.fileKey()
          + " "
          + file;
    }

    /** When anything of the file was changed, or else its content. */
    private FileTime lastChange() throws IOException {
      return file.getFileSystem().supportedFileAttributeViews().contains("unix")
          ? (FileTime) Files.getAttribute(file, "unix:ctime")
          : Files.getLastModifiedTime(file);
    }

    private Optional<String> find(String current) {
      if (!current.equals(state)) {
        for (Path root : roots.get()) {
          read(root, current).ifPresent(found -> remember(current, found));
        }
      }
      return current.equals(state) ? Optional.of(sha256) : Optional.empty();
    }

    private void remember(String state, String sha256) {
      this.state = state;
      this.sha256 = sha256;
    }

    private Optional<String> read(Path root, String current) {
      Path path = root.resolve(entry);
      try {
        if (!Files.isRegularFile(path) || Files.size(path) > MAX_ENTRY_BYTES) {
          return Optional.empty();
        }
        requirePrivate(path);
        String[] parts = Files.readString(path).split(" ", 2);
        return parts.length == 2 && SHA256.matcher(parts[0]).matches() && parts[1].equals(current)
            ? Optional.of(parts[0])
            : Optional.empty();
      } catch (IOException e) {
        // Nothing there that can be trusted.
        return Optional.empty();
      }
    }

    private void write() {
      for (Path root : roots.get()) {
        Path path = root.resolve(entry);
        try {
          requirePrivate(path);
          Path fresh = Files.createTempFile(path.getParent(), ".writing-", "");
          try {
            Files.writeString(fresh, sha256 + " " + state);
            Files.move(
                fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
          } finally {
            Files.deleteIfExists(fresh);
          }
          return;
        } catch (IOException e) {
          // The next folder, or none: then the next process computes it again.
        }
      }
    }

    private static void requirePrivate(Path path) throws IOException {
      PrivateFolder.require(path.getParent().getParent());
      PrivateFolder.require(path.getParent());
    }
  }
}
