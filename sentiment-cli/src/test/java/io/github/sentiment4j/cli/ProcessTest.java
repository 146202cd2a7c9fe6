package io.github.sentiment4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Behaviour that only a separate process shows: charsets, signals, pipes. */
@DisabledOnOs(OS.WINDOWS)
final class ProcessTest {
  private static final int SIGINT = 2;
  private static final String CHINESE = "投资者纷纷买入股票，股市大涨！";

  @TempDir Path folder;

  @Test
  void predict_asciiLocale_readsAndWritesUtf8() throws Exception {
    Path input = Files.writeString(folder.resolve("in.txt"), CHINESE + "\n");
    Process process = start(List.of("--json", "-"), Redirect.from(input), "LC_ALL", "C");

    String out = read(process);

    assertThat(exitCode(process)).isZero();
    assertThat(Cli.parse(out)).containsEntry("input", CHINESE);
    assertThat(errors()).isEmpty();
  }

  @Test
  void predict_textThatTheLocaleCannotCarry_exits2AndSaysWhatToSet() throws Exception {
    // The shell makes the argument from bytes, whatever the locale of this test is.
    List<String> command = new ArrayList<>(List.of("sh", "-c"));
    command.add("text=$(printf '\\346\\266\\250'); exec \"$0\" \"$@\" --text \"$text\"");
    command.addAll(command(List.of()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errorFile());
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();

    assertThat(exitCode(process)).isEqualTo(2);
    assertThat(errors()).contains("cannot carry to Java; set LC_ALL=C.UTF-8");
  }

  @Test
  void predict_readerLeavesAfterOneLine_exits0Quietly() throws Exception {
    Path input = Files.writeString(folder.resolve("in.txt"), "up and up\n".repeat(100_000));
    Process process = start(List.of("--json", "-"), Redirect.from(input), "LC_ALL", "C.UTF-8");

    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(Cli.parse(out.readLine())).containsEntry("prediction", "positive");
    }

    assertThat(exitCode(process)).isZero();
    assertThat(errors()).isEmpty();
  }

  @Test
  void predict_closedStandardInput_exits4AndSaysSo() throws Exception {
    assertThat(shell("exec \"$0\" \"$@\" <&-", "--json", "-")).isEqualTo(4);
    assertThat(errors())
        .isEqualTo(
            "sentiment: standard input is closed; give it a file or a pipe, or name a FILE\n");
  }

  @Test
  void predict_closedStandardOutput_endsQuietly() throws Exception {
    Path output = folder.resolve("out.jsonl");

    assertThat(shell("exec \"$0\" \"$@\" >&-", "--json", "--text", "up")).isZero();
    assertThat(errors()).isEmpty();
    assertThat(shell("exec \"$0\" \"$@\" >&-", "--text", "up", "--output", "" + output)).isZero();
    assertThat(errors()).isEmpty();
    assertThat(Cli.parse(Files.readString(output))).containsEntry("prediction", "positive");
  }

  private int shell(String script, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", "-c", script));
    command.addAll(command(List.of(arguments)));
    return exitCode(new ProcessBuilder(command).redirectError(errorFile()).start());
  }

  @Test
  void predict_interruptedInTheEngine_endsTheLogAndExits130() throws Exception {
    assumeInterruptsArrive();
    Path log = folder.resolve("run.log");
    Process process =
        start(
            List.of("--log-path", log.toString(), "--text", "#slow"),
            Redirect.none(),
            "LC_ALL",
            "C.UTF-8");
    awaitEvent(log, "start");

    interrupt(process);

    assertThat(exitCode(process)).isEqualTo(130);
    List<String> lines = Files.readAllLines(log);
    assertThat(Cli.parse(lines.get(lines.size() - 1)))
        .containsEntry("event", "end")
        .containsEntry("status", "stopped");
    assertThat(errors()).isEmpty();
  }

  @Test
  void predict_interruptedWhileWaitingForInput_exits130WithTheResultsSoFar() throws Exception {
    assumeInterruptsArrive();
    Process process = start(List.of("--json", "-"), Redirect.none(), "LC_ALL", "C.UTF-8");
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    process.outputWriter(StandardCharsets.UTF_8).append("up\n\n").flush();
    // One line is answered at once; nobody waits for a window to fill, or for the end of blank
    // lines.
    assertThat(Cli.parse(out.readLine())).containsEntry("prediction", "positive");

    long start = System.nanoTime();
    interrupt(process);

    assertThat(exitCode(process)).isEqualTo(130);
    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(3);
    assertThat(errors()).isEmpty();
  }

  @Test
  void predict_outputOfAnotherProcess_isRefusedUntilThatIsKilledAndNothingIsLeft()
      throws Exception {
    Path output = folder.resolve("results.txt");
    Process process =
        start(
            List.of("--output", output.toString(), "--log-path", folder + "/log", "-"),
            Redirect.none(),
            "LC_ALL",
            "C.UTF-8");
    // The format of standard input is looked at before anything else is opened.
    process.outputWriter(StandardCharsets.UTF_8).append("up\n").flush();
    awaitEvent(folder.resolve("log"), "start");

    for (String option : List.of("--output", "--log-path")) {
      Cli.Result result = new Cli().predict(option, output.toString(), "--text", "up");
      assertThat(result.err()).contains(output + ": another run is writing it now");
      assertThat(result.exitCode()).isEqualTo(4);
    }

    assertThat(process.destroyForcibly().waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(new Cli().predict("--output", output.toString(), "--text", "up").exitCode())
        .isZero();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("results.txt", "log", "err.txt");
    }
  }

  @Test
  void predict_standardOutputAppendsToTheInput_isRefused() throws Exception {
    Path input = Files.writeString(folder.resolve("in.txt"), "up\n");
    Process process =
        new ProcessBuilder(command(List.of(input.toString())))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(input.toFile()))
            .redirectError(errorFile())
            .start();

    assertThat(exitCode(process)).isEqualTo(2);
    assertThat(errors()).contains("standard output would overwrite the input: /dev/stdout");
    assertThat(input).hasContent("up\n");
  }

  @Test
  void predict_verbose_showsWhatTheEngineLogsInOneLine() throws Exception {
    Process process = start(List.of("--text", "up"), Redirect.none(), "LC_ALL", "C.UTF-8");
    assertThat(exitCode(process)).isZero();
    assertThat(errors()).isEmpty();

    process = start(List.of("--verbose", "--text", "up"), Redirect.none(), "LC_ALL", "C.UTF-8");
    assertThat(exitCode(process)).isZero();
    assertThat(errors().lines()).contains("sentiment: info: opened " + Cli.MODEL);
  }

  private record Redirect(ProcessBuilder.Redirect in) {
    static Redirect from(Path file) {
      return new Redirect(ProcessBuilder.Redirect.from(file.toFile()));
    }

    static Redirect none() {
      return new Redirect(ProcessBuilder.Redirect.PIPE);
    }
  }

  private Process start(List<String> arguments, Redirect in, String variable, String value)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command(arguments)).redirectInput(in.in()).redirectError(errorFile());
    builder.environment().put(variable, value);
    return builder.start();
  }

  private static List<String> command(List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "predict",
                "--model",
                Cli.MODEL));
    command.addAll(arguments);
    return command;
  }

  private File errorFile() {
    return folder.resolve("err.txt").toFile();
  }

  private String errors() throws IOException {
    return Files.readString(errorFile().toPath());
  }

  private static String read(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static int exitCode(Process process) throws InterruptedException {
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    assertThat(ended).as("the process ended by itself").isTrue();
    return process.exitValue();
  }

  /** A build in the background of a script (nohup, {@code &}) hands down that SIGINT is ignored. */
  private static void assumeInterruptsArrive() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (Files.exists(status)) {
      String ignored =
          Files.readAllLines(status).stream()
              .filter(line -> line.startsWith("SigIgn:"))
              .findFirst()
              .orElseThrow()
              .replaceFirst("SigIgn:\\s*", "");
      boolean sigint = (Long.parseUnsignedLong(ignored, 16) & 1L << (SIGINT - 1)) != 0;
      assumeThat(sigint).as("SIGINT is ignored here").isFalse();
    }
  }

  private static void interrupt(Process process) throws Exception {
    assertThat(new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor()).isZero();
  }

  private static void awaitEvent(Path log, String event) throws Exception {
    for (int i = 0; i < 600; i++) {
      if (Files.exists(log) && Files.readString(log).contains("\"event\":\"" + event + '"')) {
        // The call into the engine follows this entry.
        Thread.sleep(200);
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("no event " + event + " in the log");
  }
}
