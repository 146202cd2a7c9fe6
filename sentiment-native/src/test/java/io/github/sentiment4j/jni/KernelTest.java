package io.github.sentiment4j.jni;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sentiment4j.jni.internal.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the programs of {@code src/test/cpp}, which compare our kernels with plain loops. */
class KernelTest {
  private static final int LACKS_INSTRUCTIONS = 77;

  @ParameterizedTest
  @ValueSource(strings = {"avx2", "avxvnni", "avx512vnni"})
  void product_ofEveryShape_hasTheBitsOfThePlainLoops(String level) throws Exception {
    assumeTrue(Platform.current().arch().equals("x86_64"), "the kernels are for x86_64");
    Path program = Path.of("target", "cpp-tests", "q4_test_" + level);
    assertThat(program).as("compiled by Maven before the tests").isExecutable();
    Path output = Files.createTempFile("q4_test", ".txt");
    try {
      Process process =
          new ProcessBuilder(program.toAbsolutePath().toString())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      int code = process.waitFor();

      assumeFalse(code == LACKS_INSTRUCTIONS, "this processor has no " + level);
      assertThat(Files.readString(output, UTF_8))
          .endsWith("elements compared, 0 products differ\n")
          .doesNotStartWith("0 ");
      assertThat(code).isZero();
    } finally {
      Files.delete(output);
    }
  }
}
