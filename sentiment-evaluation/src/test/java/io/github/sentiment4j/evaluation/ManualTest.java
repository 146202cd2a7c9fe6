package io.github.sentiment4j.evaluation;

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

/** The examples of the package's manual and of docs/evaluation.md compile as they stand. */
final class ManualTest {
  @TempDir Path folder;

  @Test
  void examples_ofManualAndPage_compile() throws Exception {
    String manual =
        Files.readString(
            Path.of("src/main/java/io/github/sentiment4j/evaluation/package-info.java"));
    String inManual =
        only("<pre>\\{@code\\R(.*?)\\R \\* }</pre>", manual).replaceAll("(?m)^ \\* ?", "");
    String inPage = only("```java\\R(.*?)```", Files.readString(Path.of("../docs/evaluation.md")));
    Path source = folder.resolve("Examples.java");
    Files.writeString(
        source,
        """
        import io.github.sentiment4j.core.*;
        import io.github.sentiment4j.evaluation.*;
        import io.github.sentiment4j.evaluation.data.*;
        import io.github.sentiment4j.evaluation.report.*;
        import java.nio.file.*;
        import java.util.*;
        abstract class Examples {
          List<String> headlines;
          List<Sentiment> labels;
          void ofManual() {
        """
            + inManual
            + "\n}\nvoid ofPage() throws Exception {\n"
            + inPage
            + "}\n}\n");
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
                System.getProperty("java.class.path"),
                "-proc:none",
                source.toString());

    assertThat(status).as(messages.toString()).isZero();
  }

  private static String only(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
    assertThat(matcher.find()).as(pattern).isTrue();
    String found = matcher.group(1);
    assertThat(matcher.find()).as("a second " + pattern).isFalse();
    return found;
  }
}
