package io.github.sentiment4j.jni;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sentiment4j.jni.internal.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the programs of {@code src/test/cpp}, which Maven has compiled. */
class CppTest {
  private static final int LACKS_INSTRUCTIONS = 77;

  @TempDir Path folder;

  private record Result(int exitCode, String output) {}

  @ParameterizedTest
  @ValueSource(strings = {"activations", "processors", "prompt", "q4_graph", "tiles"})
  void unit_everyTest_passes(String unit) throws Exception {
    Result result = run(unit + "_test");

    assertThat(result.output()).matches("(?s).*\n[1-9]\\d* tests, 0 failures\n");
    assertThat(result.exitCode()).isZero();
  }

  /** Compares our kernels with plain loops. */
  @ParameterizedTest
  @ValueSource(strings = {"avx2", "avxvnni", "avx512vnni"})
  void kernel_ofEveryShape_hasTheBitsOfThePlainLoops(String level) throws Exception {
    assumeTrue(Platform.current().arch().equals("x86_64"), "the kernels are for x86_64");

    Result result = run("q4_test_" + level);

    assumeFalse(result.exitCode() == LACKS_INSTRUCTIONS, "this processor has no " + level);
    assertThat(result.output()).matches("[1-9]\\d* elements compared, 0 products differ\n");
    assertThat(result.exitCode()).isZero();
  }

  private Result run(String program) throws Exception {
    Path file = Path.of(System.getProperty("sentiment4j.native.programs"), program);
    assertThat(file).isExecutable();
    Path output = folder.resolve(program + ".txt");
    Process process =
        new ProcessBuilder(file.toAbsolutePath().toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int code = process.waitFor();
    return new Result(code, Files.readString(output, UTF_8));
  }
}
