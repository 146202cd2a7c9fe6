package io.github.sentiment4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sentiment4j.cli.command.CommandFiles;
import io.github.sentiment4j.support.OutputLock;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.CommandSpec;

/** No command writes over a file that it reads, nor where another run is writing. */
final class CommandFilesTest {
  @TempDir Path folder;
  private Path model;
  private Path input;

  @BeforeEach
  void writeFiles() throws IOException {
    model = write("model" + KeywordEngineProvider.EXTENSION, "model");
    input = write("news.txt", "up");
  }

  @Test
  void predict_outputIsAFileThatIsRead_isRefusedUnderAnyName() throws IOException {
    Path manifest = folder.resolve("model.keywords.sha256");
    Path part = write("m-00001-of-00002.gguf", "model");
    Path otherPart = write("m-00002-of-00002.gguf", "model");
    Files.createDirectory(folder.resolve("sub"));
    Path soft = Files.createSymbolicLink(folder.resolve("soft"), model);
    Path hard = Files.createLink(folder.resolve("hard"), input);
    Path dots = folder.resolve("sub/../news.txt");

    for (String option : List.of("--out", "--log-path")) {
      assertRefused(option + " would overwrite the model: " + model, predict(option, model));
      assertRefused(option + " would overwrite the model: " + soft, predict(option, soft));
      assertRefused(option + " would overwrite the input: " + hard, predict(option, hard));
      assertRefused(option + " would overwrite the input: " + dots, predict(option, dots));
      assertRefused(
          option + " would overwrite the manifest of the model: " + manifest,
          predict(option, manifest));
      assertRefused(
          option + " would overwrite the model: " + otherPart,
          "predict",
          "--model",
          part.toString(),
          option,
          otherPart.toString(),
          input.toString());
    }
    assertThat(model).hasContent("model");
    assertThat(otherPart).hasContent("model");
    assertThat(input).hasContent("up");
    assertThat(manifest).doesNotExist();
  }

  @Test
  void predict_outputAndLogAreOneFile_isRefused() {
    Path file = folder.resolve("new");

    assertRefused(
        "--log-path and --out are one file, name two: " + file,
        predict("--output", file, "--log-path", folder.resolve("./new").toString()));
    assertThat(file).doesNotExist();
  }

  @Test
  void predict_devices_areWrittenTo() {
    Cli.Result result = run(predict("--output", Path.of("/dev/null"), "--log-path", "/dev/null"));

    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void check_onePipeForTwoOutputs_isAllowed() throws Exception {
    Path pipe = folder.resolve("pipe");
    assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);

    new CommandFiles(CommandSpec.create()).writes("--log-path", pipe).writes("--out", pipe).check();
  }

  @Test
  void evaluate_pageIsAFileThatIsRead_isRefused() throws IOException {
    Path data = write("data.csv", "text,label\nup,positive\ndown,negative\n");
    Path other = write("other.keywords", "model");

    assertRefused(
        "--html would overwrite --data: " + data, evaluate(data, "--html", data.toString()));
    assertRefused(
        "--html would overwrite the model: " + model, evaluate(data, "--html", model.toString()));
    assertRefused(
        "--html would overwrite --against: " + other,
        evaluate(data, "--html", other.toString(), "--against", other.toString()));
    assertThat(data).content().startsWith("text,label");
  }

  @Test
  void calibrate_outIsTheData_isRefused() throws IOException {
    Path data = write("out.gguf.sha256", "text,label\nup,positive\n");

    assertRefused(
        "--out would overwrite --data: " + data,
        "calibrate",
        "--model",
        model.toString(),
        "--data",
        data.toString(),
        "--format",
        "csv",
        "--out",
        data.toString());
    assertRefused(
        "the manifest of --out would overwrite --data: " + data,
        "calibrate",
        "--model",
        model.toString(),
        "--data",
        data.toString(),
        "--format",
        "csv",
        "--out",
        folder.resolve("out.gguf").toString());
    assertThat(data).content().startsWith("text,label");
  }

  @Test
  void convert_outIsAnyFileThatIsRead_isRefused() throws IOException {
    Path base = Files.createDirectory(folder.resolve("base"));
    Path shard = write("base/model-00001-of-00002.safetensors", "weights");
    Path adapter = write("adapter/adapter_model.safetensors", "weights");
    Path training = write("run.json", "{}");

    assertRefused("--out would overwrite the base: " + shard, convert(base, shard));
    assertRefused(
        "--out would overwrite the adapter: " + adapter,
        convert(base, adapter, "--lora", folder.resolve("adapter").toString()));
    assertRefused(
        "--out would overwrite --training: " + training,
        convert(base, training, "--training", training.toString()));
    for (String option : List.of("--prune-vocab", "--calibration", "--unseen")) {
      assertRefused(
          "--out would overwrite a corpus: " + input,
          convert(base, input, option, input + ":title"));
    }
  }

  @Test
  void finetune_teacherInTheFolderOfTheRun_isRefused() throws IOException {
    Path curve = write("run/curve.csv", "{}");

    assertRefused(
        "--out would overwrite --teacher: " + curve,
        "finetune",
        "--base",
        model.toString(),
        "--data",
        folder.resolve("data").toString(),
        "--teacher",
        curve.toString(),
        "--out",
        folder.resolve("run").toString());
  }

  @Test
  void prepare_fileNamedTwice_isRefused() throws IOException {
    Path data = write("data.csv", "text,label\nup,positive\ndown,negative\n");
    Path link = Files.createSymbolicLink(folder.resolve("test.csv"), data);

    assertRefused(
        "expected different files for --data, --validation and --test, found one twice: " + link,
        "prepare",
        "--data",
        data.toString(),
        "--test",
        link.toString(),
        "--out",
        folder.resolve("out").toString());
  }

  @Test
  void outOfAWholeFile_deviceOrPipe_isRefusedAndStays() throws Exception {
    Path data = write("data.csv", "text,label\nup,positive\ndown,negative\n");
    Path pipe = folder.resolve("pipe");
    assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
    for (String[] place : new String[][] {{pipe.toString(), "a pipe"}, {"/dev/null", "a device"}}) {
      Cli.Result result =
          new Cli()
              .run(
                  "calibrate",
                  "--model",
                  model.toString(),
                  "--data",
                  data.toString(),
                  "--out",
                  place[0]);

      assertThat(result.err())
          .isEqualTo(
              "sentiment: "
                  + place[0]
                  + ": expected the name of a file to write, found "
                  + place[1]
                  + "\n");
      assertThat(result.exitCode()).isEqualTo(4);
    }
    assertThat(Files.isRegularFile(pipe)).isFalse();
  }

  @Test
  void predict_outputThatAnotherRunIsWriting_isRefusedAndStays() throws IOException {
    for (String option : List.of("--out", "--log-path")) {
      Path output = write("results", "old");
      try (FileOutputStream other = new FileOutputStream(output.toFile(), true)) {
        OutputLock.lock(other.getChannel(), output);

        assertInUse(output, predict(option, output));
      }
      assertThat(output).hasContent("old");
      assertThat(run(predict(option, output)).exitCode()).isZero();
    }
  }

  @Test
  void evaluate_pageThatAnotherRunIsWriting_isRefused() throws IOException {
    Path data = write("data.csv", "text,label\nup,positive\ndown,negative\n");
    Path page = write("page.html", "old");
    try (FileOutputStream other = new FileOutputStream(page.toFile(), true)) {
      OutputLock.lock(other.getChannel(), page);

      assertInUse(page, evaluate(data, "--html", page.toString()));
    }
    assertThat(page).hasContent("old");
  }

  @Test
  void outThatAnotherRunIsMaking_isRefused() throws IOException {
    Path data = write("data.csv", "text,label\nup,positive\ndown,negative\n");
    Path out = folder.resolve("out");
    List<List<String>> commands =
        List.of(
            List.of("prepare", "--data", data.toString()),
            List.of("calibrate", "--model", model.toString(), "--data", data.toString()),
            List.of("convert", "--base", model.toString(), "--type", "f16"),
            List.of("export", "--gguf", model.toString()),
            List.of("finetune", "--base", model.toString(), "--data", folder.toString()));
    for (List<String> command : commands) {
      OutputLock lock = CompletableFuture.supplyAsync(() -> lock(out)).join();
      try {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of("--out", out.toString()));

        assertInUse(out, all.toArray(String[]::new));
      } finally {
        lock.close();
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("data.csv", "model.keywords", "news.txt");
    }
  }

  @Test
  void failedRuns_leaveNothing() throws IOException {
    Path out = folder.resolve("a/b/out");

    new Cli().run("prepare", "--data", folder.resolve("x.csv").toString(), "--out", out.toString());
    new Cli().run("predict", "--model", "x.gguf", "--output", out + ".txt", input.toString());
    new Cli()
        .run(
            "predict",
            "--model",
            "x.gguf",
            "--output",
            folder.resolve("results").toString(),
            input.toString());

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("model.keywords", "news.txt");
    }
  }

  private static OutputLock lock(Path out) {
    try {
      return OutputLock.of(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String[] predict(String option, Path file, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "predict", "--model", model.toString(), option, file.toString(), input.toString()));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private String[] evaluate(Path data, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of("evaluate", "--model", model.toString(), "--data", data.toString()));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static String[] convert(Path base, Path out, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "convert", "--base", base.toString(), "--out", out.toString(), "--type", "f16"));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static void assertRefused(String message, String... args) {
    Cli.Result result = run(args);

    assertThat(result.err()).startsWith("sentiment: " + message + "\n");
    assertThat(result.exitCode()).isEqualTo(2);
  }

  private static void assertInUse(Path file, String... args) {
    Cli.Result result = run(args);

    assertThat(result.err())
        .isEqualTo(
            "sentiment: "
                + file
                + ": another run is writing it now; wait until that one has ended, or name another"
                + " place\n");
    assertThat(result.exitCode()).isEqualTo(4);
  }

  private static Cli.Result run(String... args) {
    return new Cli().run(args);
  }

  private Path write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }
}
