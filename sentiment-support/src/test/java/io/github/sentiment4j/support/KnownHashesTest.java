package io.github.sentiment4j.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Each "process" is a separate instance here, as it would be in separate processes. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it uses POSIX permissions and links")
final class KnownHashesTest {
  private static final String A = "a".repeat(64);
  private static final String B = "b".repeat(64);

  @TempDir Path folder;
  private Path root;
  private Path file;
  private final AtomicInteger computed = new AtomicInteger();

  @BeforeEach
  void makeFile() throws IOException {
    root = folder.resolve("cache/of/user");
    file = Files.writeString(folder.resolve("model.gguf"), "content");
  }

  /** Returns a process that starts a minute after the last change of the file. */
  private KnownHashes process(Path... roots) {
    return new KnownHashes(
        () -> List.of(roots), Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1)));
  }

  private KnownHashes.Hash hash(String sum) {
    return path -> {
      computed.incrementAndGet();
      return sum;
    };
  }

  /** Returns the hash that is known without computing it. */
  private Optional<String> remembered(KnownHashes hashes) throws IOException {
    try {
      return Optional.of(
          hashes.sha256(
              file,
              path -> {
                throw new UnknownHashException();
              }));
    } catch (UnknownHashException e) {
      return Optional.empty();
    }
  }

  private static final class UnknownHashException extends IOException {
    private static final long serialVersionUID = 1;
  }

  private Path entry() throws IOException {
    try (Stream<Path> entries = Files.list(root.resolve("sums"))) {
      return entries.reduce((one, another) -> Path.of("more than one")).orElseThrow();
    }
  }

  @Test
  void sha256_secondTimeAndSecondProcess_isNotComputedAgain() throws IOException {
    KnownHashes first = process(root);

    assertThat(remembered(first)).isEmpty();
    assertThat(first.sha256(file, hash(A))).isEqualTo(A);
    assertThat(first.sha256(file, hash(B))).isEqualTo(A);
    assertThat(process(root).sha256(file, hash(B))).isEqualTo(A);
    assertThat(remembered(process(root))).contains(A);
    assertThat(computed).hasValue(1);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("sums"))))
        .isEqualTo("rwx------");
  }

  @Test
  void sha256_fileOfAnotherSizeOrTime_isComputedAgain() throws IOException {
    process(root).sha256(file, hash(A));

    Files.writeString(file, "more content");
    assertThat(process(root).sha256(file, hash(B))).isEqualTo(B);
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    assertThat(remembered(process(root))).isEmpty();
  }

  @Test
  void sha256_sameSizeAndTimeSetBack_isComputedAgainWhereThePlatformKnowsOfTheChange()
      throws IOException {
    assumeTrue(file.getFileSystem().supportedFileAttributeViews().contains("unix"));
    process(root).sha256(file, hash(A));
    FileTime before = Files.getLastModifiedTime(file);

    Files.writeString(file, "CONTENT");
    Files.setLastModifiedTime(file, before);

    assertThat(process(root).sha256(file, hash(B))).isEqualTo(B);
  }

  @Test
  void sha256_fileReplacedByAnotherOfSameSizeAndTime_isComputedAgain() throws IOException {
    process(root).sha256(file, hash(A));
    Path other = Files.writeString(folder.resolve("other"), "CONTENT");
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));

    Files.delete(file);
    Files.move(other, file);

    assertThat(remembered(process(root))).isEmpty();
  }

  @Test
  void sha256_fileChangedAMomentAgo_isNotRemembered() throws IOException {
    KnownHashes now = new KnownHashes(() -> List.of(root), Clock.systemUTC());

    now.sha256(file, hash(A));

    assertThat(now.sha256(file, hash(B)))
        .as("a change within the same tick of the clock would have the same time stamp")
        .isEqualTo(B);
    assertThat(root).doesNotExist();
  }

  @Test
  void sha256_fileThatChangesMeanwhile_isNotRemembered() throws IOException {
    KnownHashes process = process(root);

    String sum =
        process.sha256(
            file,
            path -> {
              Files.writeString(path, "changed");
              return A;
            });

    assertThat(sum).isEqualTo(A);
    assertThat(remembered(process)).isEmpty();
  }

  @Test
  void sha256_symbolicLink_isTheFileItLeadsTo() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link.gguf"), file);

    process(root).sha256(link, hash(A));

    assertThat(remembered(process(root))).contains(A);
  }

  @Test
  void sha256_folderThatCannotBeWritten_takesTheNextOrNone() throws IOException {
    Path blocked = Files.writeString(folder.resolve("blocked"), "a file").resolve("cache");

    assertThat(process(blocked).sha256(file, hash(A))).isEqualTo(A);
    assertThat(process(blocked, root).sha256(file, hash(A))).isEqualTo(A);

    assertThat(computed).hasValue(2);
    assertThat(remembered(process(blocked, root))).contains(A);
  }

  @Test
  void sha256_volumeThatOthersCanWriteTo_isRememberedInAPrivateFolder() throws IOException {
    Files.createDirectories(root);
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxrwx"));

    process(root).sha256(file, hash(A));

    assertThat(remembered(process(root))).contains(A);
    assertThat(root.resolve("sums")).doesNotExist();
  }

  @Test
  void sha256_folderThatOthersCanWriteTo_isNotTrusted() throws IOException {
    process(root).sha256(file, hash(A));

    Files.setPosixFilePermissions(
        root.resolve("sums"), PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThat(remembered(process(root))).isEmpty();
  }

  @Test
  void sha256_damagedEntry_isComputedAgain() throws IOException {
    process(root).sha256(file, hash(A));
    String sound = Files.readString(entry());

    for (String damaged :
        List.of(
            "",
            A,
            A + " ",
            sound.substring(1),
            sound.substring(0, sound.length() - 1),
            sound.toUpperCase(Locale.ROOT),
            sound.replaceFirst("aaaa", "aaab"),
            "x".repeat(100_000))) {
      Files.writeString(entry(), damaged);
      assertThat(remembered(process(root))).as(damaged).isEmpty();
    }
    assertThat(process(root).sha256(file, hash(B))).isEqualTo(B);
    assertThat(remembered(process(root))).contains(B);
  }

  @Test
  void sha256_missingFile_throws() {
    assertThatThrownBy(() -> process(root).sha256(folder.resolve("none"), hash(A)))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void sha256_sixteenThreadsAtOnce_computeOnce() throws Exception {
    KnownHashes process = process(root);

    assertThat(atOnce(16, i -> () -> process.sha256(file, hash(A)))).containsOnly(A);

    assertThat(computed).hasValue(1);
  }

  @Test
  void sha256_tenProcessesAtOnce_agreeAndLeaveOneEntry() throws Exception {
    assertThat(atOnce(10, i -> () -> process(root).sha256(file, hash(A)))).containsOnly(A);

    assertThat(entry())
        .content()
        .matches("[0-9a-f]{1,8} " + A + " 7 .*")
        .endsWith(" " + file.toRealPath());
    assertThat(remembered(process(root))).contains(A);
  }

  private interface Work {
    Callable<String> of(int thread);
  }

  private static List<String> atOnce(int threads, Work work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    CyclicBarrier start = new CyclicBarrier(threads);
    List<Future<String>> results = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Callable<String> one = work.of(i);
      results.add(
          pool.submit(
              () -> {
                start.await();
                return one.call();
              }));
    }
    List<String> values = new ArrayList<>();
    for (Future<String> result : results) {
      values.add(result.get(30, TimeUnit.SECONDS));
    }
    pool.shutdown();
    return values;
  }
}
