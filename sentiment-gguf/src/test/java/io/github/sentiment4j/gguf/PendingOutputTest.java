package io.github.sentiment4j.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    Path lost = folder.resolve("lost").resolve("target");

    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> PendingOutput.file(lost))
        .withMessage(lost.getParent().toString());
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
  void start_othersAreBeingMade_leavesThemAlone() throws IOException {
    try (PendingOutput file = PendingOutput.file(target);
        PendingOutput output = PendingOutput.folder(target)) {
      PendingOutput.file(target).close();

      assertThat(file.path()).exists();
      assertThat(output.path()).exists();
    }
  }

  @Test
  void start_processesWereKilled_deletesWhatTheyLeft() throws Exception {
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
      PendingOutput.file(target).close();
      assertThat(left).as("still being made").exists();

      assertThat(process.destroyForcibly().waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(left).exists();
      PendingOutput.file(target).close();

      assertThat(folder).isEmptyDirectory();
    }
  }

  /** Starts an output, says where, and waits to be killed. */
  static final class Started {
    private Started() {}

    /** Arguments: {@code file} or {@code folder}, and the target. */
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
