package io.github.sentiment4j.jni;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A separate JVM with the class path of the tests. It is for programs that may end their JVM and
 * for actions that a JVM takes only once.
 */
final class ForkedJvm {
  private static final int TIMEOUT_SECONDS = 600;

  private final Class<?> main;
  private final List<String> options = new ArrayList<>();
  private final Map<String, String> variables = new TreeMap<>();
  private List<String> limits = List.of();
  private Jdk jdk = Jdk.CURRENT;

  private ForkedJvm(Class<?> main) {
    this.main = main;
  }

  static ForkedJvm of(Class<?> main) {
    return new ForkedJvm(main);
  }

  ForkedJvm on(Jdk value) {
    jdk = value;
    return this;
  }

  ForkedJvm option(String value) {
    options.add(value);
    return this;
  }

  ForkedJvm environment(String name, String value) {
    variables.put(name, value);
    return this;
  }

  /** Limits the size of files that the JVM writes. A write beyond the limit fails. */
  ForkedJvm limitedFiles(int kibibytes) {
    limits = List.of("bash", "-c", "ulimit -f " + kibibytes + " && exec \"$@\"", "bash");
    return this;
  }

  /** The exit code and the output of a JVM. */
  record Result(int exitCode, String out, String err) {
    /** Returns the output; the JVM must have succeeded and printed nothing to standard error. */
    String quiet() {
      assertThat(err).isEmpty();
      assertThat(exitCode).as(out).isZero();
      return out;
    }
  }

  /** Starts the JVM and waits for its end. */
  Result run(Object... arguments) {
    return start(arguments).await();
  }

  Running start(Object... arguments) {
    List<String> command = new ArrayList<>(limits);
    command.add(jdk.java().toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx512m",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:+ErrorFileToStdout"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    try {
      Path out = Files.createTempFile("forked-", ".out");
      Path err = Files.createTempFile("forked-", ".err");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      Map<String, String> environment = builder.environment();
      environment.remove("JAVA_TOOL_OPTIONS"); // the JVM would report it on stderr
      environment.remove("JDK_JAVA_OPTIONS");
      environment.putAll(variables);
      return new Running(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A running JVM. */
  record Running(Process process, Path out, Path err) {
    Result await() {
      try {
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor();
          throw new AssertionError(
              "no end after " + TIMEOUT_SECONDS + " s: " + Files.readString(out));
        }
        Result result =
            new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        Files.delete(out);
        Files.delete(err);
        return result;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
