package io.github.sentiment4j.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it uses POSIX permissions and links")
class PendingOutputTest {
  @TempDir Path folder;
  private Path target;

  @BeforeEach
  void nameTarget() {
    target = folder.resolve("target");
  }

  @Test
  void file_committed_replacesTheTargetAndNothingElseIsLeft() throws IOException {
    Files.writeString(target, "before");

    try (PendingOutput output = PendingOutput.file(target)) {
      output.channel().write(ByteBuffer.wrap("after".getBytes(StandardCharsets.UTF_8)));
      assertThat(target).hasContent("before");
      assertThat(output.path()).exists().hasParent(folder);
      assertThat(output.path().getFileName().toString()).matches("target\\.[0-9a-f]{8}\\.tmp");
      output.commit();
    }

    assertThat(target).hasContent("after");
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(target));
  }

  @Test
  void file_notCommitted_leavesTheTargetAsItWas() throws IOException {
    Files.writeString(target, "before");

    try (PendingOutput output = PendingOutput.file(target)) {
      output.channel().write(ByteBuffer.wrap(new byte[100]));
    }

    assertThat(target).hasContent("before");
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(target));
  }

  @Test
  void file_noFolder_namesIt() {
    Path lost = folder.resolve("lost");

    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> PendingOutput.file(lost.resolve("target")))
        .withMessage(lost.toString());
  }

  @Test
  void folder_committed_replacesAnEmptyOne() throws IOException {
    Files.createDirectory(target);

    try (PendingOutput output = PendingOutput.folder(target)) {
      Files.writeString(output.path().resolve("a"), "1");
      assertThat(target).isEmptyDirectory();
      output.commit();
    }

    assertThat(target.resolve("a")).hasContent("1");
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(target));
  }

  @Test
  void folder_targetHasFiles_isNotReplaced() throws IOException {
    Path other = Files.writeString(Files.createDirectory(target).resolve("other"), "before");

    try (PendingOutput output = PendingOutput.folder(target)) {
      Files.writeString(output.path().resolve("a"), "1");
      assertThatExceptionOfType(DirectoryNotEmptyException.class).isThrownBy(output::commit);
    }

    assertThat(other).hasContent("before");
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(target));
  }

  @Test
  void folder_targetIsAFile_isNotReplaced() throws IOException {
    Files.writeString(target, "before");

    try (PendingOutput output = PendingOutput.folder(target)) {
      assertThatExceptionOfType(FileSystemException.class)
          .isThrownBy(output::commit)
          .withMessage(target + ": expected the name of a folder to make, found a file");
    }

    assertThat(target).hasContent("before");
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(target));
  }

  @Test
  void start_sameThreadMakesAnother_leavesTheFirstAlone() throws IOException {
    try (PendingOutput file = PendingOutput.file(target);
        PendingOutput output = PendingOutput.folder(target)) {
      PendingOutput.file(target).close();

      assertThat(file.path()).exists();
      assertThat(output.path()).exists();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void start_anotherThreadMakesIt_isRefused() throws Exception {
    try (PendingOutput output = PendingOutput.file(target)) {
      Throwable thrown =
          CompletableFuture.supplyAsync(() -> catchThrowable(() -> PendingOutput.file(target)))
              .get();

      assertThat(thrown)
          .isInstanceOf(FileSystemException.class)
          .hasMessage(
              target
                  + ": another run is writing it now; wait until that one has ended, or name"
                  + " another place");
      output.commit();
    }
    PendingOutput.file(target).close();
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(target));
  }

  @Test
  void start_anotherProcessMakesIt_isRefused_untilItIsKilledAndItsLeftoversAreDeleted()
      throws Exception {
    for (String kind : new String[] {"file", "folder"}) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Started.class.getName(),
                  kind,
                  target.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      Path left = Path.of(process.inputReader(StandardCharsets.UTF_8).readLine());
      assertThatExceptionOfType(FileSystemException.class)
          .isThrownBy(() -> PendingOutput.file(target))
          .withMessageContaining("another run is writing it now");
      assertThat(left).as("still being made").exists();

      assertThat(process.destroyForcibly().waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(left).exists();
      PendingOutput.file(target).close();

      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void file_targetIsSomethingElse_isRefusedAndStays() throws Exception {
    Path pipe = folder.resolve("pipe");
    Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
    assumeTrue(mkfifo.waitFor() == 0);
    Path link = Files.createSymbolicLink(folder.resolve("link"), pipe);
    Files.createDirectory(target);

    assertThatRefused(target, "a folder");
    assertThatRefused(pipe, "a pipe");
    assertThatRefused(link, "a pipe");
    assertThatRefused(Path.of("/dev/null"), "a device");
    assertThat(link).isSymbolicLink();
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(folder.resolve("socket")));
      assertThatRefused(folder.resolve("socket"), "a socket");
    }
  }

  private static void assertThatRefused(Path target, String found) {
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> PendingOutput.file(target))
        .withMessage(target + ": expected the name of a file to write, found " + found);
  }

  /** The program of another process: it starts an output, prints its path and waits. */
  static final class Started {
    private Started() {}

    /** Takes the arguments {@code file} or {@code folder} and the target. */
    public static void main(String[] args) throws Exception {
      Path target = Path.of(args[1]);
      PendingOutput output =
          args[0].equals("file") ? PendingOutput.file(target) : PendingOutput.folder(target);
      if (args[0].equals("folder")) {
        Files.writeString(output.path().resolve("a"), "1");
      }
      System.out.println(output.path());
      Thread.sleep(TimeUnit.MINUTES.toMillis(2));
      output.commit();
    }
  }
}
