package io.github.sentiment4j.support;

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
 * The SHA-256 of files, each computed once and remembered for the current user until size or time
 * stamp change. Safe for any number of threads and processes at once; where no {@link CacheFolder}
 * can be written to, each process remembers for itself.
 *
 * <p>What is compared is the path and the {@link FileState}. On Windows, which knows no time of the
 * last change of any kind, a file that is overwritten with as many other bytes and given its old
 * time again passes for the old one. A file that was changed less than two seconds ago is not
 * remembered: the next change might get the same time stamp.
 *
 * <p>What is remembered is a file of some 200 bytes in the folder {@code sums}, under the hash code
 * of the path: {@code Check, " ", Hash, " ", Size, " ", Modified, " ", Changed, " ", Identity, " ",
 * Path}, times in nanoseconds since 1970; the check is the CRC-32 of what follows it, so that a
 * damaged file is not believed. Each may be deleted at any time.
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
      new KnownHashes(
          () ->
              CacheFolder.candidates().stream()
                  .flatMap(candidate -> candidate.folder().stream())
                  .toList(),
          Clock.systemUTC());

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
      try {
        Path path = PrivateFolder.of(root).resolve(entry);
        if (!Files.isRegularFile(path) || Files.size(path) > MAX_ENTRY_BYTES) {
          return Optional.empty();
        }
        requirePrivate(path);
        String[] parts = Files.readString(path).split(" ", 3);
        return parts.length == 3
                && parts[0].equals(check(parts[1] + " " + parts[2]))
                && SHA256.matcher(parts[1]).matches()
                && parts[2].equals(current)
            ? Optional.of(parts[1])
            : Optional.empty();
      } catch (IOException e) {
        // Nothing there that can be trusted.
        return Optional.empty();
      }
    }

    private void write() {
      for (Path root : roots.get()) {
        try {
          Path path = PrivateFolder.of(root).resolve(entry);
          requirePrivate(path);
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
          // The next folder, or none: then the next process computes it again.
        }
      }
    }

    private static String check(String content) {
      CRC32 sum = new CRC32();
      sum.update(content.getBytes(StandardCharsets.UTF_8));
      return Long.toHexString(sum.getValue());
    }

    private static void requirePrivate(Path path) throws IOException {
      PrivateFolder.require(path.getParent().getParent());
      PrivateFolder.require(path.getParent());
    }
  }
}
