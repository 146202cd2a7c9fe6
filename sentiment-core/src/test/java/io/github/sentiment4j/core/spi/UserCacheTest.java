package io.github.sentiment4j.core.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UserCacheTest {
  private static final String HASH = "abc123";
  private static final byte[] LIBRARY = "library ".repeat(100_000).getBytes(StandardCharsets.UTF_8);
  private static final byte[] HELPER = "helper".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private Path root;
  private Map<String, URL> files;

  @BeforeEach
  void resources() throws IOException {
    root = folder.resolve("made/on/demand");
    files = sources(folder);
    Files.write(folder.resolve("library.so"), LIBRARY);
    Files.write(folder.resolve("helper.so"), HELPER);
  }

  private static Map<String, URL> sources(Path folder) throws IOException {
    return Map.of(
        "library.so", folder.resolve("library.so").toUri().toURL(),
        "helper.so", folder.resolve("helper.so").toUri().toURL());
  }

  private void assertComplete() throws IOException {
    assertThat(root.resolve(HASH).resolve("library.so")).hasBinaryContent(LIBRARY);
    assertThat(root.resolve(HASH).resolve("helper.so")).hasBinaryContent(HELPER);
    try (Stream<Path> content = Files.list(root)) {
      assertThat(content).as("nothing temporary stays").containsExactly(root.resolve(HASH));
    }
  }

  /** What another process runs: waits for its cue, then unpacks. */
  static final class Starter {
    private Starter() {}

    public static void main(String[] args) throws IOException {
      System.in.read();
      UserCache.unpack(Path.of(args[0]), HASH, sources(Path.of(args[1])));
    }
  }

  @Test
  void unpack_emptyCache_writesAllFilesForTheOwnerOnly() throws IOException {
    assertThat(UserCache.unpack(root, HASH, files)).isEqualTo(root.resolve(HASH));

    assertComplete();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
        .isEqualTo("rwx------");
  }

  @Test
  void unpack_again_writesNothing() throws IOException {
    Path library = UserCache.unpack(root, HASH, files).resolve("library.so");
    FileTime old = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    Files.setLastModifiedTime(library, old);

    UserCache.unpack(root, HASH, files);

    assertThat(Files.getLastModifiedTime(library)).isEqualTo(old);
    assertComplete();
  }

  @Test
  void unpack_tenThreadsAtOnce_leaveOneCompleteSet() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(10);
    try {
      CyclicBarrier start = new CyclicBarrier(10);
      List<Future<Path>> all = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        all.add(
            threads.submit(
                (Callable<Path>)
                    () -> {
                      start.await();
                      return UserCache.unpack(root, HASH, files);
                    }));
      }
      for (Future<Path> one : all) {
        assertThat(one.get(30, TimeUnit.SECONDS)).isEqualTo(root.resolve(HASH));
      }
    } finally {
      threads.shutdownNow();
    }
    assertComplete();
  }

  @Test
  void unpack_tenProcessesAtOnce_leaveOneCompleteSet() throws Exception {
    List<Process> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      all.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "-cp",
                  "target/classes" + File.pathSeparator + "target/test-classes",
                  Starter.class.getName(),
                  root.toString(),
                  folder.toString())
              .redirectErrorStream(true)
              .start());
    }
    for (Process one : all) {
      one.getOutputStream().write('\n');
      one.getOutputStream().flush();
    }
    for (Process one : all) {
      String output = new String(one.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(one.waitFor()).as(output).isZero();
    }
    assertComplete();
  }

  @Test
  void unpack_filesCutOrMissing_areCompleted() throws IOException {
    Path set = UserCache.unpack(root, HASH, files);
    Files.write(set.resolve("library.so"), new byte[10]);
    Files.delete(set.resolve("helper.so"));

    UserCache.unpack(root, HASH, files);

    assertComplete();
  }

  @Test
  void unpack_emptyFolderOfTheHash_isFilled() throws IOException {
    PrivateFolder.require(root);
    Files.createDirectory(root.resolve(HASH));

    UserCache.unpack(root, HASH, files);

    assertComplete();
  }

  @Test
  void unpack_temporaryFoldersOfDeadProcesses_areDeletedAndFreshOnesAreNot() throws IOException {
    PrivateFolder.require(root);
    Path dead = Files.createDirectory(root.resolve(".unpacking-" + HASH + "-1"));
    Files.write(dead.resolve("library.so"), new byte[5]);
    Files.setLastModifiedTime(dead, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    Path alive = Files.createDirectory(root.resolve(".unpacking-" + HASH + "-2"));

    UserCache.unpack(root, HASH, files);

    assertThat(dead).doesNotExist();
    assertThat(alive).exists();
  }

  @Test
  void unpack_folderThatOthersMayWriteTo_isRefused() throws IOException {
    Files.createDirectories(root);
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThatThrownBy(() -> UserCache.unpack(root, HASH, files))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "expected a folder that only its owner can write to, found rwxrwxrwx at "
                + root
                + "; use chmod 700 or another folder");
    assertThat(root.resolve(HASH)).doesNotExist();
  }

  @Test
  void unpack_folderOrLinkOfSomeoneElse_isRefused() throws IOException {
    Path theirs = Files.createDirectories(root);
    Path ours = Files.createDirectory(folder.resolve("ours"));
    Path theirLink = Files.createSymbolicLink(folder.resolve("link"), ours);
    try {
      UserPrincipal nobody =
          root.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
      Files.setOwner(theirs, nobody);
      Files.getFileAttributeView(theirLink, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setOwner(nobody);
    } catch (IOException e) {
      assumeTrue(false, "only root can give files away: " + e);
    }

    assertThatThrownBy(() -> UserCache.unpack(theirs, HASH, files))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("found one that belongs to nobody at " + theirs);
    assertThatThrownBy(() -> UserCache.unpack(theirLink, HASH, files))
        .hasMessageContaining("found one that belongs to nobody at " + theirLink);
  }

  @Test
  void unpack_rootIsAFile_fails() throws IOException {
    Files.createDirectories(root.getParent());
    Files.createFile(root);

    assertThatThrownBy(() -> UserCache.unpack(root, HASH, files)).isInstanceOf(IOException.class);
  }

  @Test
  void unpack_sourceMissing_failsAndLeavesNothing() throws IOException {
    Files.delete(folder.resolve("helper.so"));

    assertThatThrownBy(() -> UserCache.unpack(root, HASH, files)).isInstanceOf(IOException.class);
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void unpack_namesThatLeaveTheFolder_areRefused() {
    for (String name : List.of("", "..", "../x", "a/b", "a\\b", ".hidden")) {
      assertThatThrownBy(() -> UserCache.unpack(root, name, files))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("found \"" + name + "\"");
    }
    assertThatThrownBy(() -> UserCache.unpack(root, HASH, Map.of("../x", files.get("helper.so"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void candidates_linux_arePropertyCacheFolderAndTemporaryFolder() {
    Map<String, String> properties =
        Map.of(
            "sentiment4j.cache", "/named",
            "os.name", "Linux",
            "user.home", "/home/ann",
            "user.name", "ann b",
            "java.io.tmpdir", "/tmp");

    assertThat(UserCache.candidates(properties, Map.of()))
        .containsExactly(
            Path.of("/named"),
            Path.of("/home/ann/.cache/sentiment4j"),
            Path.of("/tmp/sentiment4j-ann_b"));
    assertThat(UserCache.candidates(properties, Map.of("XDG_CACHE_HOME", "/xdg")))
        .contains(Path.of("/xdg/sentiment4j"));
    assertThat(UserCache.candidates(properties, Map.of("XDG_CACHE_HOME", "relative")))
        .contains(Path.of("/home/ann/.cache/sentiment4j"));
  }

  @Test
  void candidates_otherSystemsAndMissingHome_areWhatIsUsualThere() {
    assertThat(
            UserCache.candidates(
                Map.of("os.name", "Mac OS X", "user.home", "/Users/ann"), Map.of()))
        .containsExactly(Path.of("/Users/ann/Library/Caches/sentiment4j"));
    assertThat(
            UserCache.candidates(
                Map.of("os.name", "Windows 11", "user.home", "/c/ann"),
                Map.of("LOCALAPPDATA", "/c/ann/local")))
        .containsExactly(Path.of("/c/ann/local/sentiment4j"));
    assertThat(UserCache.candidates(Map.of("os.name", "Linux", "user.home", "?"), Map.of()))
        .isEmpty();
  }

  @Test
  void candidates_ofThisProcess_areAbsolute() {
    assertThat(UserCache.candidates()).isNotEmpty().allMatch(Path::isAbsolute);
  }
}
