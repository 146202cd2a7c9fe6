package io.github.sentiment4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.gguf.GgmlType;
import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.ModelManifest;
import io.github.sentiment4j.gguf.SentimentMetadata;
import io.github.sentiment4j.gguf.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConvertCommandTest {
  private static final SentimentMetadata METADATA =
      new SentimentMetadata(
          "新闻：{text}\n情绪：",
          List.of("积极", "中性", "消极"),
          1.5f,
          List.of(0.5f, 0f, -0.25f),
          Optional.of(0.4f),
          Optional.of("{}"),
          Optional.of("MIT"),
          Optional.of(96));

  @TempDir Path folder;
  private Path base;
  private Path out;

  @BeforeEach
  void writeBase() {
    base = TinyModel.builder().type(GgmlType.BF16).write(folder.resolve("base.gguf"));
    out = folder.resolve("out.gguf");
  }

  @Test
  void convert_gguf_reportsWhatItMade() throws IOException {
    Cli.Result result = convert("--type", "q8_0");

    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .contains("file           " + out)
        .containsPattern("size +[\\d,]+ bytes \\([\\d.]+ MiB\\), before: [\\d,]+ bytes")
        .contains("sha256         " + ModelManifest.hash(out))
        .containsPattern("parameters +[\\d,]+ in Q8_0")
        .containsPattern("tensors +11 F32, 15 Q8_0, before: 15 BF16, 11 F32")
        .contains("prompt         not in the file: the default, or --prompt of predict")
        .containsPattern("time +[\\d.]+ s")
        .contains("next           sentiment predict --model " + out)
        .doesNotContain("warning");
    assertThat(ModelManifest.read(out)).isPresent();
  }

  @Test
  void convert_json_isOneObjectWithTheSame() throws IOException {
    Cli.Result result = convert("--type", "Q4_K_M", "--json", "--threads", "1");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out().lines()).hasSize(1);
    Map<String, Object> report = result.json().get(0);
    assertThat(report)
        .containsEntry("file", out.toString())
        .containsEntry("bytes_before", (double) Files.size(base))
        .containsEntry("bytes_after", (double) Files.size(out))
        .containsEntry("sha256", ModelManifest.hash(out))
        .containsEntry("type", "Q4_K_M")
        .containsEntry("types_before", Map.of("BF16", 15.0, "F32", 11.0))
        .containsEntry("warnings", List.of())
        .containsKeys("parameters", "seconds", "types_after");
  }

  @Test
  void convert_everySentimentKey_isInTheFile() throws IOException {
    Path training = Files.writeString(folder.resolve("training.json"), "{}");

    Cli.Result result =
        convert(
            "--type=f16",
            "--prompt=新闻：{text}\\n情绪：",
            "--label-words=积极, 中性,消极",
            "--temperature=1.5",
            "--bias=0.5,0,-0.25",
            "--abstain-below=0.4",
            "--training=" + training,
            "--max-tokens=96",
            "--license=MIT");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .contains("prompt         新闻：{text}\\n情绪：\n")
        .contains("labels         积极, 中性, 消极\n");
    assertThat(SentimentMetadata.read(GgufFile.read(out))).contains(METADATA);
  }

  @Test
  void convert_recordOfAFineTune_givesItsTokensUnlessOthersAreGiven() throws IOException {
    Path training =
        Files.writeString(folder.resolve("run.json"), "{\"settings\": {\"max_tokens\": 64}}");

    assertThat(convert("--type=f16", "--prompt={text}:", "--training=" + training).exitCode())
        .isZero();
    assertThat(SentimentMetadata.read(GgufFile.read(out)).orElseThrow().maxTokens()).contains(64);

    convert("--type=f16", "--prompt={text}:", "--training=" + training, "--max-tokens=32");
    assertThat(SentimentMetadata.read(GgufFile.read(out)).orElseThrow().maxTokens()).contains(32);
  }

  @Test
  void convert_tokensOutOfRange_areRefused() {
    Cli.Result result = convert("--type=f16", "--prompt={text}:", "--max-tokens=0");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .contains("sentiment.max_tokens: expected a number from 1 to 131072, found 0");
  }

  @Test
  void convert_trainingThatIsNoJson_isRefused() throws IOException {
    Path training = Files.writeString(folder.resolve("notes.txt"), "trained\nyesterday");

    Cli.Result result = convert("--type=f16", "--prompt={text}:", "--training=" + training);

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err())
        .contains("sentiment.training: line 1, column 8: expected JSON, found 'trained'");
  }

  @Test
  void convert_baseDescribesItself_keepsWhatIsNotGiven() {
    TinyModel.builder().sentiment(METADATA).write(base);

    Cli.Result result = convert("--type=f16", "--temperature=2", "--labels=up,flat,down");

    assertThat(result.exitCode()).isZero();
    SentimentMetadata found = SentimentMetadata.read(GgufFile.read(out)).orElseThrow();
    assertThat(found.prompt()).isEqualTo(METADATA.prompt());
    assertThat(found.labels()).containsExactly("up", "flat", "down");
    assertThat(found.temperature()).isEqualTo(2);
    assertThat(found.bias()).isEqualTo(METADATA.bias());
  }

  @Test
  void convert_onTerminal_drawsProgressAndTakesItAway() {
    Cli.Result result =
        new Cli()
            .onTerminal()
            .run("convert", "--base", base.toString(), "--out", out.toString(), "--type", "f32");

    assertThat(result.err())
        .contains("% [")
        .containsPattern("MB  (token_embd|blk|output)")
        .endsWith("\r\u001b[K");
    assertThat(result.out()).doesNotContain("% [");
  }

  @Test
  void convert_quantizedToQuantized_warns() {
    convert("--type", "q8_0");
    Path smaller = folder.resolve("smaller.gguf");

    Cli.Result result =
        new Cli()
            .run(
                "convert", "--base", out.toString(), "--out", smaller.toString(), "--type", "q4_0");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .contains("warning        requantized from Q8_0: both roundings add up");
  }

  @Test
  void convert_outInTheFolderOfTheBase_isMadeAgain() throws IOException {
    Path export = folder.resolve("hf");
    assertThat(
            new Cli()
                .run("export", "--gguf", base.toString(), "--out", export.toString())
                .exitCode())
        .isZero();
    for (int run = 0; run < 2; run++) {
      Cli.Result result =
          new Cli()
              .run(
                  "convert",
                  "--base",
                  export.toString(),
                  "--out",
                  export.resolve("model.gguf").toString(),
                  "--type",
                  "f16");

      assertThat(result.err()).isEmpty();
      assertThat(result.exitCode()).isZero();
    }
  }

  @Test
  void convert_overwritesTheOutputButNeverTheBase() throws IOException {
    Files.writeString(out, "before");
    assertThat(convert("--type", "f16").exitCode()).isZero();
    byte[] bytes = Files.readAllBytes(base);

    Cli.Result result =
        new Cli()
            .run("convert", "--base", base.toString(), "--out", base.toString(), "--type", "f16");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .contains("--out would overwrite the base: " + base)
        .contains("Try 'sentiment convert --help'");
    assertThat(base).hasBinaryContent(bytes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--type q9 | Invalid value for option '--type'",
        "--type iq2_xxs | type IQ2_XXS: expected one that needs no importance matrix",
        "--type f16 --threads 0 | threads: expected at least 1, found 0",
        "--type f16 --temperature 2 | sentiment.prompt: expected the prompt that the model was",
        "--type f16 --prompt {text}x --labels a,b | expected three words with commas between",
        "--type f16 --prompt {text}x --bias 1,2 | sentiment.bias: expected 3 finite numbers",
        "--type f16 --prompt {text}x --temperature 0 | sentiment.temperature: expected a finite",
        "--type f16 --prompt {text}x --abstain-below 2 | sentiment.abstain_below: expected a",
        "--type f16 --pur | Unknown option: --pur",
      })
  void convert_wrongOption_exits2AndSaysWhy(String options, String message) {
    Cli.Result result = convert(options.split(" "));

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains(message.strip());
    assertThat(out).doesNotExist();
  }

  @Test
  void convert_noOptions_namesWhatIsMissing() {
    assertThat(new Cli().run("convert").err())
        .contains("Missing required options: '--base=MODEL', '--out=FILE', '--type=TYPE'");
  }

  @Test
  void convert_baseIsMissing_exits3() {
    Cli.Result result =
        new Cli()
            .run(
                "convert",
                "--base",
                folder.resolve("none").toString(),
                "--out",
                out.toString(),
                "--type",
                "f16");

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err())
        .contains("none: expected a folder with config.json", "MODEL_NOT_FOUND");
  }

  @Test
  void convert_baseIsDamaged_exits3() throws IOException {
    Files.writeString(base, "no model");

    Cli.Result result = convert("--type", "f16");

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err()).contains("base.gguf", "MODEL_INVALID").doesNotContain("\tat ");
  }

  @Test
  void convert_outputFolderIsMissing_exits2() {
    out = folder.resolve("no/such/model.gguf");

    Cli.Result result = convert("--type", "f16");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("found no folder " + out.getParent() + "; make it first");
  }

  private Cli.Result convert(String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("convert", "--base", base.toString(), "--out", out.toString()));
    arguments.addAll(List.of(options));
    return new Cli().run(arguments.toArray(String[]::new));
  }
}
