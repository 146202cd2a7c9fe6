package io.github.sentiment4j.support;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * A cache of the SHA-256 of files. Each is computed once and kept for the current user until the
 * file's size or time stamps change. Safe for any number of threads and processes at once. If no
 * {@link CacheFolder} can be written to, each process keeps its own cache.
 *
 * <p>An entry is valid for one path and one {@link FileState}. Windows has no time of the last
 * change that programs cannot set, so a file that is overwritten with other bytes of the same
 * length and given its old time passes for the old file there. A file changed less than two seconds
 * ago is not entered, because the next change might get the same time stamp.
 *
 * <p>An entry is a file of about 200 bytes in the folder {@code sums}, named by the hash code of
 * the path: {@code Check, " ", Hash, " ", Size, " ", Modified, " ", Changed, " ", Identity, " ",
 * Path}. Times are in nanoseconds since 1970. The check is the CRC-32 of the rest and exposes a
 * damaged entry. Entries may be deleted at any time.
 */
public final class KnownHashes {
  /** A function that computes the SHA-256 of a file. */
  @FunctionalInterface
  public interface Hash {
    /**
     * Returns the SHA-256 of a file as 64 lower-case hexadecimal digits.
     *
     * @throws IOException if the file cannot be read
     */
    String of(Path file) throws IOException;
  }

  private static final KnownHashes OF_USER =
      new KnownHashes(
          () ->
              CacheFolder.candidates().stream()
                  .flatMap(candidate -> candidate.folder().stream())
                  .toList(),
          Clock.systemUTC());

  /** The resolution of the coarsest time stamps in use, those of FAT. */
  private static final Duration TICK = Duration.ofSeconds(2);

  private static final String FOLDER = "sums";
  private static final int MAX_ENTRY_BYTES = 1 << 14;
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private final Supplier<List<Path>> roots;
  private final Clock clock;
  private final Map<Path, Slot> slots = new ConcurrentHashMap<>();

  /** Creates the cache of one process in folders that it shares with other processes. */
  KnownHashes(Supplier<List<Path>> roots, Clock clock) {
    this.roots = roots;
    this.clock = clock;
  }

  /** Returns the cache of the current user. */
  public static KnownHashes ofUser() {
    return OF_USER;
  }

  /**
   * Returns the SHA-256 of a file from the cache, or computes and enters it. Threads that ask for
   * the same file at once wait for one computation.
   *
   * @throws IOException if the file cannot be read
   */
  public String sha256(Path file, Hash hash) throws IOException {
    return slots.computeIfAbsent(file.toRealPath(), Slot::new).compute(hash);
  }

  /** The entry of one file. */
  private final class Slot {
    private final Path file;
    private final Path entry;

    /** The state of the file that {@link #sha256} belongs to; empty at first. */
    @GuardedBy("this")
    private String state = "";

    @GuardedBy("this")
    private String sha256 = "";

    Slot(Path file) {
      this.file = file;
      this.entry = Path.of(FOLDER, Integer.toHexString(file.toString().hashCode()));
    }

    synchronized String compute(Hash hash) throws IOException {
      String before = currentState();
      Optional<String> known = find(before);
      if (known.isPresent()) {
        return known.get();
      }
      boolean settled = lastChange().isBefore(clock.instant().minus(TICK));
      String computed = hash.of(file);
      if (settled && before.equals(currentState())) {
        remember(before, computed);
        write();
      }
      return computed;
    }

    private String currentState() throws IOException {
      FileState now = FileState.of(file);
      return String.join(
          " ",
          String.valueOf(now.size()),
          String.valueOf(now.modified()),
          String.valueOf(now.changed()),
          now.identity(),
          file.toString());
    }

    private Instant lastChange() throws IOException {
      return Instant.EPOCH.plusNanos(FileState.of(file).changed());
    }

    @GuardedBy("this")
    private Optional<String> find(String current) {
      if (!current.equals(state)) {
        for (Path root : roots.get()) {
          Optional<String> found = read(root, current);
          if (found.isPresent()) {
            remember(current, found.get());
          }
        }
      }
      return current.equals(state) ? Optional.of(sha256) : Optional.empty();
    }

    @GuardedBy("this")
    private void remember(String state, String sha256) {
      this.state = state;
      this.sha256 = sha256;
    }

    private Optional<String> read(Path root, String current) {
      try {
        Path folder = PrivateFolder.of(root);
        Path path = folder.resolve(entry);
        if (!Files.isRegularFile(path) || Files.size(path) > MAX_ENTRY_BYTES) {
          return Optional.empty();
        }
        requirePrivate(folder);
        String[] parts = Files.readString(path).split(" ", 3);
        return parts.length == 3
                && parts[0].equals(check(parts[1] + " " + parts[2]))
                && SHA256.matcher(parts[1]).matches()
                && parts[2].equals(current)
            ? Optional.of(parts[1])
            : Optional.empty();
      } catch (IOException e) {
        // The entry is missing or cannot be trusted.
        return Optional.empty();
      }
    }

    @GuardedBy("this")
    private void write() {
      for (Path root : roots.get()) {
        try {
          Path folder = PrivateFolder.of(root);
          requirePrivate(folder);
          Path path = folder.resolve(entry);
          Path fresh = path.resolveSibling(".writing-" + UUID.randomUUID());
          try {
            String content = sha256 + " " + state;
            Files.writeString(fresh, check(content) + " " + content, StandardOpenOption.CREATE_NEW);
            Files.move(
                fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
          } finally {
            Files.deleteIfExists(fresh);
          }
          return;
        } catch (IOException e) {
          // Try the next folder; without one the next process computes the hash again.
        }
      }
    }

    private static String check(String content) {
      CRC32 sum = new CRC32();
      sum.update(content.getBytes(StandardCharsets.UTF_8));
      return Long.toHexString(sum.getValue());
    }

    private static void requirePrivate(Path folder) throws IOException {
      PrivateFolder.require(folder);
      PrivateFolder.require(folder.resolve(FOLDER));
    }
  }
}
