package io.github.sentiment4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the Java code of the README compiles and runs. */
final class ReadmeTest {
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @Test
  void javaCode_compilesAndRuns(@TempDir Path folder) throws Exception {
    List<String> blocks =
        JAVA.matcher(Files.readString(Path.of("../README.md")))
            .results()
            .map((MatchResult match) -> match.group(1))
            .toList();
    assertThat(blocks).hasSize(1);
    Path source = folder.resolve("Readme.java");
    Files.writeString(
        source,
        """
        import io.github.sentiment4j.core.*;
        import java.util.List;
        public class Readme {
          public static void run(List<String> headlines) {
        %s
          }
        }
        """
            .formatted(blocks.get(0)));

    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-classpath",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                source.toString());

    assertThat(status).isZero();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      loader
          .loadClass("Readme")
          .getMethod("run", List.class)
          .invoke(null, List.of("Shares rise", "Shares fall"));
    }
  }
}
