package io.github.sentiment4j.portable;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.core.ClassifierInfo.EngineChoice;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.gguf.TinyModel;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests which engine on the class path is used, in a separate JVM. */
final class StandInTest {
  @TempDir Path folder;

  /** Argument: model. Prints each engine's choice. */
  static final class Classify {
    public static void main(String[] args) {
      try (SentimentClassifier classifier = SentimentClassifier.load(Path.of(args[0]))) {
        classifier.classify("Profit rose.");
        for (EngineChoice choice : classifier.info().engineChoices()) {
          System.out.println(
              choice.engine() + " " + choice.chosen() + " " + choice.reason().lines().toList());
        }
      }
    }
  }

  @Test
  void load_nativesThatDoNotLoad_standsInWithOneWarningAndLetsTheJvmEnd() throws Exception {
    Run run = run("-Dsentiment4j.native.path=" + folder.resolve("nowhere"));

    assertThat(run.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("native false [The native libraries could not be"),
            line ->
                assertThat(line)
                    .isEqualTo("portable true [usable, and the first in order (priority -100)]"));
    assertThat(run.err().lines().filter(line -> line.startsWith("WARNING: ")))
        .as(run.err())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith("WARNING: The engine portable stands in for a better one: native: ")
                    .contains("nothing else is tried while that is set"));
  }

  @Test
  void load_nativesThatLoad_areUsedAndNothingIsSaid() throws Exception {
    Run run = run();

    assertThat(run.out().lines())
        .containsExactly(
            "native true [usable, and the first in order (priority 100)]",
            "portable false [not asked: native came first and is usable]");
    assertThat(run.err()).isEmpty();
  }

  private record Run(String out, String err) {}

  /** Runs a JVM, and fails if it does not end by itself. */
  private Run run(String... options) throws IOException, InterruptedException {
    Path model = TinyModel.builder().write(folder.resolve("tiny.gguf"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Classify.class.getName()));
    command.add(model.toString());
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(Redirect.to(out.toFile()))
            .redirectError(Redirect.to(err.toFile()))
            .start();
    boolean ended = process.waitFor(120, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).as("the JVM ended by itself; %s", Files.readString(err)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(err)).isZero();
    return new Run(Files.readString(out), Files.readString(err));
  }
}
