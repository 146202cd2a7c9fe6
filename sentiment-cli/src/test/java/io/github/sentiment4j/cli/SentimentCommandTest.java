package io.github.sentiment4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SentimentCommandTest {

  @Test
  void help_root_hasCommandsExamplesAndExitCodes() {
    Cli.Result result = new Cli().run("--help");

    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .contains(
            "predict    Classifies texts",
            "evaluate   Measures how good a model is",
            "calibrate  Fits a model's calibration",
            "inspect    Describes a GGUF model file",
            "convert    Makes a GGUF model file",
            "export     Makes a Hugging Face folder")
        .contains("sentiment predict --model M.gguf --text \"美联储宣布降息50bp")
        .containsPattern("0 +done; every text was classified")
        .containsPattern("130 +interrupted");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "predict",
        "evaluate",
        "calibrate",
        "inspect",
        "prepare",
        "finetune",
        "convert",
        "export"
      })
  void help_ofEveryCommand_hasExamplesAndExitCodes(String command) {
    Cli.Result result = new Cli().run(command, "--help");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("Examples:", "Exit codes:", "sentiment " + command);
  }

  @Test
  void version_isPrinted() {
    assertThat(new Cli().run("--version").out()).startsWith("sentiment4j ").contains("Java ");
  }

  @ParameterizedTest
  @CsvSource({
    "predict --modle m.gguf --text x, Unknown option: --modle, Did you mean --model",
    "predict --jsn --text x, Unknown option: --jsn, Did you mean --json?",
    "predikt, Unexpected argument: predikt, Did you mean predict or prepare?",
    "inspekt m.gguf, Unexpected argument: inspekt, Did you mean inspect",
    "convrt --base m, Unexpected argument: convrt --base m, Did you mean convert or export?",
  })
  void wrongWord_getsAHint(String line, String problem, String hint) {
    Cli.Result result = new Cli().run(line.split(" "));

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains(problem).contains(hint).contains("--help' for all options");
  }

  @Test
  void noCommand_exits2AndNamesThem() {
    Cli.Result result = new Cli().run();

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .contains(
            "Missing command: predict, evaluate, calibrate, inspect, doctor, prepare, finetune, convert"
                + " or export");
  }

  @Test
  void failure_withDebug_printsTheStackTrace() {
    String[] args = {"predict", "--model", "x.gguf", "--text", "up"};

    assertThat(new Cli().run(args).err()).doesNotContain("\tat ");
    assertThat(new Cli().run("predict", "--model", "x.gguf", "--text", "up", "--debug").err())
        .contains("SentimentException")
        .contains("\tat ");
  }
}
