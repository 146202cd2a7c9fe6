package io.github.sentiment4j.model.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.gguf.FileType;
import io.github.sentiment4j.model.Progress;
import io.github.sentiment4j.model.checkpoint.Architecture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Processes that are killed while they write a model file. */
final class KilledConversionTest {
  @TempDir Path temporary;

  @ParameterizedTest
  @EnumSource(names = {"F16", "Q4_0"})
  void run_killedInMidWrite_leavesTheOldFileAndTheNextRunCleansUp(FileType type) throws Exception {
    Path folder = Files.createDirectory(temporary.resolve("out"));
    Path output = Files.writeString(folder.resolve("model.gguf"), "before");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Writing.class.getName(),
                type.name(),
                output.toString(),
                Files.createDirectory(temporary.resolve("child")).toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("writing");

    assertThat(process.destroyForcibly().waitFor(60, TimeUnit.SECONDS)).isTrue();

    assertThat(output).hasContent("before");
    assertThat(names(folder))
        .hasSizeGreaterThan(1)
        .allMatch(name -> name.matches("model\\.gguf(\\.[0-9a-f]{8}\\.tmp)?"));
    convert(MemoryCheckpoint.of(Architecture.QWEN2, temporary), type, output, Progress.NONE);
    assertThat(names(folder)).containsExactlyInAnyOrder("model.gguf", "model.gguf.sha256");
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static void convert(
      MemoryCheckpoint checkpoint, FileType type, Path output, Progress progress)
      throws IOException {
    ConversionSpec spec =
        ConversionSpec.builder().base(Path.of("memory")).output(output).type(type).build();
    Conversion.open(spec, new Source(checkpoint, Optional.empty(), 0), UnaryOperator.identity())
        .run(progress);
  }

  /** Converts a model, says when half of it is written, and waits to be killed. */
  static final class Writing {
    private Writing() {}

    /** Arguments: type, output, and a folder for other files. */
    public static void main(String[] args) throws IOException {
      MemoryCheckpoint checkpoint = MemoryCheckpoint.of(Architecture.QWEN2, Path.of(args[2]));
      convert(
          checkpoint,
          FileType.valueOf(args[0]),
          Path.of(args[1]),
          (step, done, total) -> {
            if (step.equals("blk.0.attn_v.weight")) {
              System.out.println("writing");
              sleep();
            }
          });
    }

    private static void sleep() {
      try {
        TimeUnit.MINUTES.sleep(2);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
