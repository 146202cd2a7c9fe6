package io.github.sentiment4j.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it uses POSIX permissions and links")
final class UserCacheTest {
  private static final byte[] LIBRARY = "library ".repeat(100_000).getBytes(StandardCharsets.UTF_8);
  private static final byte[] HELPER = "helper".getBytes(StandardCharsets.UTF_8);

  private static final String HASH = hashOf(sums());
  private static final Logger LOGGER = Logger.getLogger(UserCache.class.getName());

  @TempDir Path folder;
  private Path root;
  private PackedFiles files;
  private UserCache cache;

  @BeforeAll
  static void beQuietAboutDamage() {
    LOGGER.setLevel(Level.OFF);
  }

  @AfterAll
  static void beLoudAgain() {
    LOGGER.setLevel(null);
  }

  @BeforeEach
  void resources() throws IOException {
    root = folder.resolve("made/on/demand");
    files = sources(folder);
    cache = cache(folder);
    Files.write(folder.resolve("library.so"), LIBRARY);
    Files.write(folder.resolve("helper.so"), HELPER);
  }

  /** Returns the cache of a process that starts a minute after the last change of a file. */
  private static UserCache cache(Path folder) {
    return new UserCache(
        new KnownHashes(
            () -> List.of(folder.resolve("known")),
            Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1))));
  }

  private static PackedFiles sources(Path folder) throws IOException {
    return new PackedFiles(
        HASH,
        Map.of(
            "library.so", folder.resolve("library.so").toUri().toURL(),
            "helper.so", folder.resolve("helper.so").toUri().toURL()),
        UserCacheTest::hashOf);
  }

  private static Map<String, String> sums() {
    return Map.of("library.so", sha256(LIBRARY), "helper.so", sha256(HELPER));
  }

  private static String hashOf(Map<String, String> sums) {
    return "of-" + sums.get("library.so") + "-" + sums.get("helper.so");
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path library() {
    return root.resolve(HASH).resolve("library.so");
  }

  private void assertComplete() throws IOException {
    assertThat(root.resolve(HASH).resolve("library.so")).hasBinaryContent(LIBRARY);
    assertThat(root.resolve(HASH).resolve("helper.so")).hasBinaryContent(HELPER);
    try (Stream<Path> content = Files.list(root)) {
      assertThat(content).as("nothing temporary stays").containsExactly(root.resolve(HASH));
    }
  }

  /** The program of another process: it waits for its cue and unpacks. */
  static final class Starter {
    private Starter() {}

    public static void main(String[] args) throws IOException {
      System.in.read();
      cache(Path.of(args[1])).unpack(Path.of(args[0]), sources(Path.of(args[1])));
    }
  }

  @Test
  void unpack_emptyCache_writesAllFilesForTheOwnerOnly() throws IOException {
    assertThat(cache.unpack(root, files)).isEqualTo(root.resolve(HASH));

    assertComplete();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
        .isEqualTo("rwx------");
  }

  @Test
  void unpack_again_writesNothing() throws IOException {
    Path library = cache.unpack(root, files).resolve("library.so");
    FileTime old = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    Files.setLastModifiedTime(library, old);

    cache.unpack(root, files);

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
                      return cache.unpack(root, files);
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
      all.add(starter().start());
    }
    for (Process one : all) {
      one.getOutputStream().write('\n');
      one.getOutputStream().flush();
    }
    for (Process one : all) {
      end(one);
    }
    assertComplete();
  }

  @Test
  void unpack_folderForTemporaryFilesThatTheLocaleDoesNotKnow_isNotNeeded() throws Exception {
    ProcessBuilder builder = starter("-Djava.io.tmpdir=" + folder.resolve("j\u00f6rg"));
    builder.environment().put("LC_ALL", "C");

    for (int i = 0; i < 2; i++) { // the second one hashes the files of the first one
      Process starter = builder.start();
      starter.getOutputStream().close();
      end(starter);
    }

    assertComplete();
    assertThat(folder.resolve("known/sums")).isNotEmptyDirectory();
  }

  private ProcessBuilder starter(String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-cp",
            "target/classes" + File.pathSeparator + "target/test-classes",
            Starter.class.getName(),
            root.toString(),
            folder.toString()));
    return new ProcessBuilder(command).redirectErrorStream(true);
  }

  private static void end(Process starter) throws IOException, InterruptedException {
    String output = new String(starter.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(starter.waitFor()).as(output).isZero();
  }

  @Test
  void unpack_filesCutOrMissing_areCompleted() throws IOException {
    Path set = cache.unpack(root, files);
    Files.write(set.resolve("library.so"), new byte[10]);
    Files.delete(set.resolve("helper.so"));

    cache.unpack(root, files);

    assertComplete();
  }

  @Test
  void unpack_emptyFolderOfTheHash_isFilled() throws IOException {
    PrivateFolder.require(root);
    Files.createDirectory(root.resolve(HASH));

    cache.unpack(root, files);

    assertComplete();
  }

  @Test
  void unpack_temporaryFoldersOfDeadProcesses_areDeletedAndFreshOnesAreNot() throws IOException {
    PrivateFolder.require(root);
    Path dead = Files.createDirectory(root.resolve(".unpacking-" + HASH + "-1"));
    Files.write(dead.resolve("library.so"), new byte[5]);
    Files.setLastModifiedTime(dead, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    Path alive = Files.createDirectory(root.resolve(".unpacking-" + HASH + "-2"));

    cache.unpack(root, files);

    assertThat(dead).doesNotExist();
    assertThat(alive).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwxrwx", "rwxrwxr-x", "rwxr-x-wx"})
  void unpack_folderThatOthersMayWriteTo_usesAPrivateOneInIt(String permissions)
      throws IOException {
    Files.createDirectories(root);
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString(permissions));

    Path set = cache.unpack(root, files);

    Path own = root.resolve("sentiment4j-" + Files.getAttribute(folder, "unix:uid"));
    assertThat(set).isEqualTo(own.resolve(HASH));
    assertThat(set.resolve("library.so")).hasBinaryContent(LIBRARY);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
        .isEqualTo("rwx------");
    assertThat(cache.unpack(root, files)).isEqualTo(set);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
        .isEqualTo(permissions);
  }

  @Test
  void unpack_privateFolderInASharedOneThatOthersMayWriteTo_isRefused() throws IOException {
    Files.createDirectories(root);
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path own =
        Files.createDirectory(
            root.resolve("sentiment4j-" + Files.getAttribute(folder, "unix:uid")));
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwx---"));

    assertThatThrownBy(() -> cache.unpack(root, files))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "expected a folder that only its owner can write to, found rwxrwx--- at "
                + own
                + "; use chmod 700 or another folder");
  }

  @Test
  void unpack_privateFolderOfSomeoneElseInASharedOne_isRefused() throws IOException {
    Files.createDirectories(root);
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path own = root.resolve("sentiment4j-" + Files.getAttribute(folder, "unix:uid"));
    Path theirs = Files.createDirectory(folder.resolve("theirs"));
    Files.createSymbolicLink(own, theirs);
    giveToNobody(own);

    assertThatThrownBy(() -> cache.unpack(root, files))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("found one that belongs to nobody at " + own);
    assertThat(theirs).isEmptyDirectory();
  }

  /** Changes the owner of a file or a link; skips the test if the user may not. */
  private static void giveToNobody(Path file) {
    try {
      UserPrincipal nobody =
          file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
      Files.getFileAttributeView(file, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setOwner(nobody);
    } catch (IOException e) {
      assumeTrue(false, "only root can give files away: " + e);
    }
  }

  @Test
  void unpack_folderOrLinkOfSomeoneElse_isRefused() throws IOException {
    Path theirs = Files.createDirectories(root);
    Path ours = Files.createDirectory(folder.resolve("ours"));
    Path theirLink = Files.createSymbolicLink(folder.resolve("link"), ours);
    giveToNobody(theirs);
    giveToNobody(theirLink);

    assertThatThrownBy(() -> cache.unpack(theirs, files))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("found one that belongs to nobody at " + theirs);
    assertThatThrownBy(() -> cache.unpack(theirLink, files))
        .hasMessageContaining("found one that belongs to nobody at " + theirLink);
  }

  @Test
  void unpack_rootIsAFile_fails() throws IOException {
    Files.createDirectories(root.getParent());
    Files.createFile(root);

    assertThatThrownBy(() -> cache.unpack(root, files)).isInstanceOf(IOException.class);
  }

  @Test
  void unpack_sourceMissing_failsAndLeavesNothing() throws IOException {
    Files.delete(folder.resolve("helper.so"));

    assertThatThrownBy(() -> cache.unpack(root, files)).isInstanceOf(IOException.class);
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void packedFiles_namesThatLeaveTheFolder_areRefused() {
    for (String name : List.of("", "..", "../x", "a/b", "a\\b", ".hidden")) {
      assertThatThrownBy(() -> new PackedFiles(name, files.files(), UserCacheTest::hashOf))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("found \"" + name + "\"");
    }
    assertThatThrownBy(
            () -> PackedFiles.single(HASH, "../x", folder.resolve("helper.so").toUri().toURL()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** The ways in which an unpacked library can be damaged. */
  enum Damage {
    ZEROED {
      @Override
      void to(Path file) throws IOException {
        Files.write(file, new byte[LIBRARY.length]);
      }
    },
    ONE_BIT_FLIPPED {
      @Override
      void to(Path file) throws IOException {
        byte[] bytes = LIBRARY.clone();
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
      }
    },
    ONE_BIT_FLIPPED_AND_TIME_SET_BACK {
      @Override
      void to(Path file) throws IOException {
        FileTime before = Files.getLastModifiedTime(file);
        ONE_BIT_FLIPPED.to(file);
        Files.setLastModifiedTime(file, before);
      }
    },
    EMPTY {
      @Override
      void to(Path file) throws IOException {
        Files.write(file, new byte[0]);
      }
    },
    LONGER {
      @Override
      void to(Path file) throws IOException {
        Files.write(file, new byte[1], StandardOpenOption.APPEND);
      }
    },
    UNREADABLE {
      @Override
      void to(Path file) throws IOException {
        Files.setPosixFilePermissions(file, Set.of());
      }
    },
    A_FOLDER_WITH_CONTENT {
      @Override
      void to(Path file) throws IOException {
        Files.delete(file);
        Files.createDirectories(file.resolve("some/where"));
        Files.writeString(file.resolve("some/file"), "content");
      }
    },
    A_LINK_TO_NOTHING {
      @Override
      void to(Path file) throws IOException {
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("nowhere"));
      }
    },
    THE_SET_IS_A_FILE {
      @Override
      void to(Path file) throws IOException {
        Path set = Objects.requireNonNull(file.getParent());
        delete(set);
        Files.writeString(set, "a file");
      }
    },
    THE_SET_IS_A_LINK_TO_NOTHING {
      @Override
      void to(Path file) throws IOException {
        Path set = Objects.requireNonNull(file.getParent());
        delete(set);
        Files.createSymbolicLink(set, Path.of("nowhere"));
      }
    },
    THE_SET_MAY_NOT_BE_WRITTEN {
      @Override
      void to(Path file) throws IOException {
        ZEROED.to(file);
        Files.setPosixFilePermissions(file.getParent(), Set.of());
      }
    };

    abstract void to(Path file) throws IOException;

    private static void delete(Path set) throws IOException {
      try (Stream<Path> content = Files.list(set)) {
        for (Path file : content.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(set);
    }
  }

  @ParameterizedTest
  @EnumSource
  void unpack_damagedFile_isUnpackedAgain(Damage damage) throws IOException {
    cache.unpack(root, files);
    cache.unpack(root, files); // enters the hashes
    Object helper = Files.readAttributes(root.resolve(HASH).resolve("helper.so"), "unix:ino");

    damage.to(library());
    cache.unpack(root, files);

    assertComplete();
    if (!damage.name().startsWith("THE_SET")) {
      assertThat(Files.readAttributes(root.resolve(HASH).resolve("helper.so"), "unix:ino"))
          .as("what is whole is left alone")
          .isEqualTo(helper);
    }
  }

  @Test
  void unpack_damagedFileThatIsOpen_staysAsItIsForWhoeverHasIt() throws IOException {
    cache.unpack(root, files);
    Damage.ONE_BIT_FLIPPED.to(library());
    try (FileChannel open = FileChannel.open(library())) {
      cache.unpack(root, files);

      ByteBuffer content = ByteBuffer.allocate(LIBRARY.length);
      assertThat(open.read(content, 0)).isEqualTo(LIBRARY.length);
      assertThat(content.array()).isNotEqualTo(LIBRARY);
    }
    assertComplete();
  }

  @Test
  void unpack_damageThatCannotBeMended_namesTheFolder() throws IOException {
    cache.unpack(root, files);
    Damage.ZEROED.to(library());
    Files.write(folder.resolve("helper.so"), new byte[3]);

    assertThatThrownBy(
            () -> cache.unpack(List.of(CacheFolder.of(root)), files, unpacked -> unpacked))
        .isInstanceOf(UserCache.NoFolderException.class)
        .hasMessageContaining(
            "Tried:\n  "
                + root
                + ": cannot unpack there: expected files with the hash "
                + HASH
                + " on the class path, found others: ")
        .hasMessageEndingWith("; the artifact is damaged, get it again");
  }

  @Test
  void unpack_useFailsOnAFileThatWasDamagedUnseen_isMendedAndUsedAgain() throws IOException {
    cache.unpack(root, files);
    cache.unpack(root, files);
    Path other = folder.resolve("known/sums");
    // A bit that flips on the disk changes no time stamp.
    Damage.ONE_BIT_FLIPPED.to(library());
    rememberAsWhole(other);

    List<String> seen = new ArrayList<>();
    String used =
        cache.unpack(
            List.of(CacheFolder.of(root)),
            files,
            unpacked -> {
              boolean whole = Arrays.equals(Files.readAllBytes(library()), LIBRARY);
              seen.add(whole ? "whole" : "damaged");
              if (!whole) {
                throw new IOException("invalid ELF header");
              }
              return "used";
            });

    assertThat(used).isEqualTo("used");
    assertThat(seen).containsExactly("damaged", "whole");
    assertComplete();
  }

  /** Gives the damaged library the cache entry of the intact one. */
  private void rememberAsWhole(Path sums) throws IOException {
    new KnownHashes(
            () -> List.of(sums.getParent()), Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1)))
        .sha256(library(), file -> sha256(LIBRARY));
    cache = cache(folder);
  }

  @Test
  void unpack_useFailsOnWholeFiles_triesTheNextFolderAndListsAll() {
    Path second = folder.resolve("second");

    assertThatThrownBy(
            () ->
                cache.unpack(
                    List.of(
                        CacheFolder.of(root),
                        new CacheFolder("java.io.tmpdir", Optional.empty(), "not set"),
                        CacheFolder.of(second)),
                    files,
                    unpacked -> {
                      throw new IOException("no code may be run from here");
                    }))
        .isInstanceOf(UserCache.NoFolderException.class)
        .hasMessageContaining(
            "found none; name one with -Dsentiment4j.cache=FOLDER. Tried:\n  "
                + root.resolve(HASH)
                + ": no code may be run from here\n  java.io.tmpdir: not set\n  "
                + second.resolve(HASH)
                + ": no code may be run from here");
  }

  @Test
  void unpack_twoMendAtOnce_leaveWholeFiles() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 20; round++) {
        cache.unpack(root, files);
        Damage.values()[round % 5].to(library());
        CyclicBarrier start = new CyclicBarrier(4);
        List<Future<Path>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          all.add(
              threads.submit(
                  (Callable<Path>)
                      () -> {
                        start.await();
                        return cache(folder).unpack(root, files);
                      }));
        }
        for (Future<Path> one : all) {
          one.get(30, TimeUnit.SECONDS);
          assertThat(library()).hasBinaryContent(LIBRARY);
        }
      }
    } finally {
      threads.shutdownNow();
    }
    assertComplete();
  }
}
