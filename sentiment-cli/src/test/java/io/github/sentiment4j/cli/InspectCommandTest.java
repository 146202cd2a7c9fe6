package io.github.sentiment4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.gguf.ModelManifest;
import io.github.sentiment4j.gguf.SentimentMetadata;
import io.github.sentiment4j.gguf.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InspectCommandTest {
  private static final SentimentMetadata METADATA =
      new SentimentMetadata(
          "新闻：{text}\n情绪：",
          List.of("积极", "中性", "消极"),
          1.5f,
          List.of(0.5f, 0f, -0.25f),
          Optional.of(0.4f),
          Optional.of("{\"data\":\"" + "x".repeat(500) + "\"}"),
          Optional.of("MIT; nobody's"),
          Optional.of(96));

  @TempDir Path folder;

  @Test
  void inspect_modelThatDescribesItself_tellsEverything() {
    Path model = TinyModel.builder().sentiment(METADATA).write(folder.resolve("tiny.gguf"));

    Cli.Result result = new Cli().run("inspect", model.toString());

    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .contains("architecture   qwen2: 2 blocks, width 64, 4 heads of 16 (2 key-value heads)")
        .containsPattern("parameters +[\\d,]+ in F32, [\\d,]+ bytes")
        .containsPattern("tensors +\\d+ \\(\\d+ F32\\)")
        .contains("context        2,048 tokens")
        .contains("prompt         新闻：{text}\\n情绪：\n")
        .contains("labels         积极, 中性, 消极\n")
        .contains("temperature    1.5")
        .contains("bias           [0.5, 0.0, -0.25]")
        .contains("abstain below  0.4")
        .contains("max tokens     96\n")
        .contains("licence        MIT; nobody's")
        .containsPattern("training +\\{\"data\":\"x{190}…\n")
        .contains("classifies     yes");
  }

  @Test
  void inspect_json_isOneObjectWithTheSame() throws Exception {
    Path model = TinyModel.builder().sentiment(METADATA).write(folder.resolve("tiny.gguf"));

    Cli.Result result = new Cli().run("inspect", "--json", model.toString());

    assertThat(result.out().lines()).hasSize(1);
    Map<String, Object> report = result.json().get(0);
    assertThat(report)
        .containsEntry("bytes", (double) Files.size(model))
        .containsEntry("sha256", sha256(model))
        .containsEntry("architecture", "qwen2")
        .containsEntry("type", "F32")
        .containsEntry("context_length", 2048.0)
        .containsEntry("profile", "file")
        .containsEntry("prompt", METADATA.prompt())
        .containsEntry("labels", METADATA.labels())
        .containsEntry("temperature", 1.5)
        .containsEntry("bias", List.of(0.5, 0.0, -0.25))
        .containsEntry("max_tokens", 96.0)
        .containsEntry("license", "MIT; nobody's")
        .containsEntry("training", METADATA.training().get())
        .containsEntry("classifies", true)
        .doesNotContainKey("problem");
    assertThat((Map<?, ?>) report.get("tensor_types")).hasSize(1);
  }

  @Test
  void inspect_modelWithoutSentimentKeys_showsTheDefaults() {
    Path model = TinyModel.builder().write(folder.resolve("tiny.gguf"));

    assertThat(new Cli().run("inspect", model.toString()).out())
        .contains("prompt         <|user|>\\n新闻内容：{text}")
        .contains("labels         positive, neutral, negative  (default, the file has no");
    assertThat(new Cli().run("inspect", "--json", model.toString()).json().get(0))
        .containsEntry("profile", "default");
  }

  @Test
  void inspect_soundFileThatCannotClassify_exits3AndSaysWhy() {
    Path model =
        TinyModel.builder()
            .mutate(writer -> writer.putString("general.architecture", "bert"))
            .write(folder.resolve("bert.gguf"));

    Cli.Result result = new Cli().run("inspect", model.toString());

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.out()).contains("sha256").containsPattern("classifies +no: .*bert");
  }

  @Test
  void inspect_manifest_isNoneAgreesDiffersOrUnusable() throws Exception {
    Path model = TinyModel.builder().write(folder.resolve("tiny.gguf"));
    assertManifest(model, 0, "none", "yes");

    new ModelManifest(model, sha256(model)).write();
    assertManifest(model, 0, "agrees", "yes");

    new ModelManifest(model, "0".repeat(64)).write();
    assertManifest(
        model, 3, "differs", "no: .*expected the SHA-256 0{64} .*found " + sha256(model));

    Files.writeString(ModelManifest.pathOf(model), "?");
    assertManifest(model, 3, "unusable", "no: .*tiny.gguf.sha256: expected one line");
  }

  private static void assertManifest(Path model, int exitCode, String state, String classifies)
      throws Exception {
    Cli.Result table = new Cli().run("inspect", model.toString());
    assertThat(table.exitCode()).isEqualTo(exitCode);
    assertThat(table.out())
        .contains("sha256         " + sha256(model) + "\nmanifest       " + state + "\n")
        .containsPattern("classifies     " + classifies);
    Cli.Result json = new Cli().run("inspect", "--json", model.toString());
    assertThat(json.exitCode()).isEqualTo(exitCode);
    assertThat(json.json().get(0))
        .containsEntry("sha256", sha256(model))
        .containsEntry("manifest", state)
        .containsEntry("classifies", exitCode == 0);
  }

  @Test
  void inspect_noGgufFile_exits3WithTheReason() throws IOException {
    Path file = Files.writeString(folder.resolve("x.gguf"), "not a model at all");

    Cli.Result result = new Cli().run("inspect", file.toString());

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("x.gguf", "MODEL_INVALID").doesNotContain("\tat ");
  }

  @Test
  void inspect_missingFile_exits3AndNamesIt() {
    Cli.Result result = new Cli().run("inspect", folder.resolve("none.gguf").toString());

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err()).contains("none.gguf", "MODEL_NOT_FOUND");
  }

  private static String sha256(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}
