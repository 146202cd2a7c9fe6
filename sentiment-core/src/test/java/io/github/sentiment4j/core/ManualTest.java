package io.github.sentiment4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the examples in the package documentation compile. */
final class ManualTest {
  @TempDir Path folder;

  @Test
  void packageInfo_examples_compile() throws Exception {
    Path sources = Path.of("src/main/java/io/github/sentiment4j/core");
    String manual = Files.readString(sources.resolve("package-info.java"));
    Matcher blocks =
        Pattern.compile("<pre>\\{@code\\R(.*?)\\R \\* }</pre>", Pattern.DOTALL).matcher(manual);
    StringBuilder methods = new StringBuilder();
    int examples = 0;
    while (blocks.find()) {
      String code = blocks.group(1).replaceAll("(?m)^ \\* ?", "");
      if (code.startsWith("try")) {
        methods.append("void example").append(++examples).append("() throws Exception {\n");
        methods.append(code).append("\n}\n");
      }
    }
    assertThat(examples).isEqualTo(2);

    Path source = folder.resolve("Examples.java");
    Files.writeString(
        source,
        """
        import io.github.sentiment4j.core.*;
        import java.nio.file.Path;
        import java.time.Duration;
        import java.util.ArrayList;
        import java.util.List;
                abstract class Examples {
          List<String> headlines;
          List<Sentiment> labels;
          abstract void store(Sentiment label, double score);
          abstract void log(ErrorCode code, String message);
        """
            + methods
            + "}\n");
    StringWriter messages = new StringWriter();
    PrintWriter out = new PrintWriter(messages);
    int status =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                out,
                out,
                "-d",
                folder.toString(),
                "-cp",
                "target/classes",
                "-proc:none",
                source.toString());
    assertThat(status).as(messages.toString()).isZero();
  }
}
