package io.github.sentiment4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sentiment4j.gguf.ModelManifest;
import io.github.sentiment4j.gguf.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command with the real engine; the model is small and knows nothing. */
@NullUnmarked // what is missing fails the test
final class EndToEndTest {
  @TempDir static Path folder;
  private static Path model;

  @BeforeAll
  static void writeModel() {
    model = TinyModel.builder().write(folder.resolve("tiny.gguf"));
  }

  @Test
  void predict_text_hasAPredictionAndNothingOnStandardError() {
    Cli.Result result =
        new Cli().run("predict", "--model", model.toString(), "--json", "--text", "股市大涨！");

    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).isEmpty();
    assertMostProbable(result.json().get(0));
  }

  /** The prediction is the label with the largest of three probabilities. */
  private static void assertMostProbable(Map<String, Object> row) {
    @SuppressWarnings("unchecked")
    Map<String, Double> probabilities = (Map<String, Double>) row.get("probabilities");
    assertThat(probabilities).containsOnlyKeys("positive", "neutral", "negative");
    assertThat(probabilities.values().stream().mapToDouble(p -> p).sum())
        .isEqualTo(1, within(2e-6));
    assertThat(probabilities.get(row.get("prediction")))
        .isEqualTo(Collections.max(probabilities.values()))
        .isLessThan(1);
  }

  @Test
  void predict_file_givesWhatOneByOneGives() throws IOException {
    List<String> texts = IntStream.range(0, 40).mapToObj(i -> "Shares moved by " + i).toList();
    Path file = Files.write(folder.resolve("texts.txt"), texts);

    Cli.Result batched =
        new Cli().run("predict", "--model", model.toString(), "--json", file.toString());
    Cli.Result single =
        new Cli()
            .run("predict", "--model", model.toString(), "--json", "--batch=1", file.toString());

    assertThat(batched.exitCode()).isZero();
    assertThat(batched.json()).hasSize(40);
    assertThat(labels(batched)).isEqualTo(labels(single));
  }

  @Test
  void predict_fileOfGgufVersion2_isReadLikeVersion3() throws IOException {
    byte[] bytes = Files.readAllBytes(model);
    assertThat(bytes[4]).isEqualTo((byte) 3);
    bytes[4] = 2;
    Path version2 = Files.write(folder.resolve("version2.gguf"), bytes);

    Cli.Result result =
        new Cli().run("predict", "--model", version2.toString(), "--json", "--text", "up");

    assertThat(result.exitCode()).isZero();
    assertThat(result.json().get(0).get("probabilities"))
        .isEqualTo(
            new Cli()
                .run("predict", "--model", model.toString(), "--json", "--text", "up")
                .json()
                .get(0)
                .get("probabilities"));
  }

  @Test
  void convert_pruned_isSmallerAndClassifies() throws IOException {
    Path corpus = Files.write(folder.resolve("corpus.txt"), List.of("Shares surge", "profit fell"));
    Path pruned = folder.resolve("pruned.gguf");

    Cli.Result converted =
        new Cli()
            .run(
                "convert",
                "--base=" + model,
                "--out=" + pruned,
                "--type=f16",
                "--layers=1",
                "--prune-vocab=" + corpus,
                "--ffn-width=64");

    assertThat(converted.exitCode()).as(converted.err()).isZero();
    assertThat(Files.size(pruned)).isLessThan(Files.size(model));
    Cli.Result result =
        new Cli()
            .run("predict", "--model", pruned.toString(), "--json", "--text", "Shares surge 股市");
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertMostProbable(result.json().get(0));
  }

  @Test
  void convertAndExport_baseDiffersFromItsManifest_exit3AndWriteNothing() throws IOException {
    Path changed = TinyModel.builder().write(folder.resolve("base.gguf"));
    new ModelManifest(changed, "0".repeat(64)).write();
    Path out = folder.resolve("from-changed");

    for (String[] command :
        new String[][] {
          {"convert", "--base=" + changed, "--out=" + out, "--type=f16"},
          {"export", "--gguf=" + changed, "--out=" + out}
        }) {
      Cli.Result result = new Cli().run(command);

      assertThat(result.exitCode()).as(command[0]).isEqualTo(3);
      assertThat(result.err())
          .contains("base.gguf: expected the SHA-256 " + "0".repeat(64) + " of its manifest");
      assertThat(out).doesNotExist();
    }
  }

  @Test
  void predict_modelThatDiffersFromItsManifest_exits3() throws IOException {
    Path changed = TinyModel.builder().write(folder.resolve("changed.gguf"));
    new ModelManifest(changed, "0".repeat(64)).write();

    Cli.Result result = new Cli().run("predict", "--model", changed.toString(), "--text", "up");

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("changed.gguf.sha256", "0".repeat(64), "MODEL_INVALID");
  }

  @Test
  void predict_weightsAreNotNumbers_exitsWithAnErrorPerText() {
    Path broken = TinyModel.builder().nanWeights().write(folder.resolve("nan.gguf"));

    Cli.Result result =
        new Cli().run("predict", "--model", broken.toString(), "--json", "--text", "up");

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(error(result.json().get(0))).containsEntry("code", "SCORES_NOT_FINITE");
  }

  @Test
  void predict_modelThatCannotClassify_exits3WithTheKey() {
    Path bert =
        TinyModel.builder()
            .mutate(writer -> writer.putString("general.architecture", "bert"))
            .write(folder.resolve("bert.gguf"));

    Cli.Result result = new Cli().run("predict", "--model", bert.toString(), "--text", "up");

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err()).contains("MODEL_UNSUPPORTED", "general.architecture");
  }

  private static List<Object> labels(Cli.Result result) {
    return result.json().stream().map(row -> row.get("prediction")).collect(Collectors.toList());
  }

  @SuppressWarnings("unchecked")
  private static Map<String, String> error(Map<String, Object> row) {
    return (Map<String, String>) row.get("error");
  }
}
