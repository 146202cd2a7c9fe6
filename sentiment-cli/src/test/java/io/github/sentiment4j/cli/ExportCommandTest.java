package io.github.sentiment4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.gguf.GgmlType;
import io.github.sentiment4j.gguf.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked // what is missing fails the test
final class ExportCommandTest {
  @TempDir Path folder;
  private Path gguf;
  private Path out;

  @BeforeEach
  void writeModel() {
    gguf = TinyModel.builder().type(GgmlType.F16).write(folder.resolve("model.gguf"));
    out = folder.resolve("out");
  }

  @Test
  void export_gguf_writesAFolderAndReports() throws IOException {
    Cli.Result result = export();

    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .contains("folder         " + out)
        .containsPattern("weights +26, [\\d,]+ parameters")
        .containsPattern("size +[\\d,]+ bytes \\([\\d.]+ MiB\\) as F32, before: [\\d,]+ bytes")
        .contains("next           sentiment convert --base " + out);
    assertThat(out.resolve("model.safetensors")).exists();
  }

  @Test
  void export_json_isOneObject() throws IOException {
    Cli.Result result = export("--json", "--type", "bf16");

    assertThat(result.json().get(0))
        .containsEntry("folder", out.toString())
        .containsEntry("weights", 26.0)
        .containsEntry("type", "BF16")
        .containsEntry("bytes_before", (double) Files.size(gguf))
        .containsEntry("bytes_after", (double) Files.size(out.resolve("model.safetensors")))
        .containsKeys("parameters", "seconds");
  }

  @Test
  void export_thenConvert_givesTheSameModel() throws IOException {
    export();
    Path again = folder.resolve("again.gguf");

    Cli.Result result =
        new Cli()
            .run("convert", "--base", out.toString(), "--out", again.toString(), "--type", "f16");

    assertThat(result.exitCode()).isZero();
    assertThat(probabilities(again)).isEqualTo(probabilities(gguf));
  }

  private static Object probabilities(Path model) {
    return new Cli()
        .run("predict", "--model", model.toString(), "--text", "Shares surge", "--json")
        .json()
        .get(0)
        .get("probabilities");
  }

  @Test
  void export_folderHasFiles_exits2AndLeavesThem() throws IOException {
    Path other = Files.writeString(Files.createDirectory(out).resolve("other"), "before");

    Cli.Result result = export();

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("expected a new or an empty folder, found other in it");
    assertThat(other).hasContent("before");
  }

  @Test
  void export_quantizedType_exits2() {
    Cli.Result result = export("--type", "q8_0");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("type: expected F32, F16 or BF16, found Q8_0");
    assertThat(out).doesNotExist();
  }

  @Test
  void export_missingFile_exits3() throws IOException {
    Files.delete(gguf);

    Cli.Result result = export();

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err()).contains("model.gguf", "MODEL_NOT_FOUND");
  }

  private Cli.Result export(String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("export", "--gguf", gguf.toString(), "--out", out.toString()));
    arguments.addAll(List.of(options));
    return new Cli().run(arguments.toArray(String[]::new));
  }
}
