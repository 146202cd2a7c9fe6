package io.github.sentiment4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.gguf.ModelManifest;
import io.github.sentiment4j.gguf.SentimentMetadata;
import io.github.sentiment4j.gguf.TinyModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * With the real engine and a model that knows nothing; the labels are its own, some of them wrong.
 */
@NullUnmarked // what is missing fails the test
final class CalibrateCommandTest {
  private static final SentimentMetadata TRAINED =
      new SentimentMetadata(
          "News: {text}\nMood:",
          List.of("positive", "neutral", "negative"),
          3f,
          List.of(0.5f, 0f, -0.5f),
          Optional.of(0.4f),
          Optional.of("{\"seed\":1}"),
          Optional.of("Apache-2.0"),
          Optional.of(96));

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path plain;
  private static Path trained;
  private static Path data;
  private static Path trainedData;

  @BeforeAll
  static void makeModelsAndData() throws IOException {
    plain = TinyModel.builder().write(shared.resolve("plain.gguf"));
    trained = TinyModel.builder().sentiment(TRAINED).write(shared.resolve("trained.gguf"));
    data = labelledBy(plain, "validation.csv");
    trainedData =
        labelledBy(
            TinyModel.builder()
                .sentiment(withoutCalibration(TRAINED))
                .write(shared.resolve("t.gguf")),
            "trained.csv");
  }

  private static SentimentMetadata withoutCalibration(SentimentMetadata metadata) {
    return new SentimentMetadata(
        metadata.prompt(),
        metadata.labels(),
        1f,
        List.of(),
        metadata.abstainBelow(),
        metadata.training(),
        metadata.license(),
        metadata.maxTokens());
  }

  /** Texts with the labels that a model gives them, every other one by turns instead. */
  private static Path labelledBy(Path model, String name) throws IOException {
    List<String> texts = IntStream.range(0, 60).mapToObj(i -> "Shares moved by " + i * i).toList();
    Path lines = Files.write(shared.resolve("texts.txt"), texts);
    Cli.Result said =
        new Cli().run("predict", "--json", "--model", model.toString(), lines.toString());
    List<String> rows = new ArrayList<>(List.of("text,label"));
    List<String> labels = List.of("positive", "neutral", "negative");
    for (int i = 0; i < texts.size(); i++) {
      Object own = said.json().get(i).get("prediction");
      rows.add(texts.get(i) + "," + (i % 2 == 0 ? labels.get(i % 3) : own));
    }
    return Files.write(shared.resolve(name), rows);
  }

  private static Cli.Result calibrate(Path model, String... args) {
    return calibrate(model, data, args);
  }

  private static Cli.Result calibrate(Path model, Path texts, String... args) {
    List<String> all =
        new ArrayList<>(
            List.of("calibrate", "--model", model.toString(), "--data", texts.toString()));
    all.addAll(List.of(args));
    return new Cli().run(all.toArray(String[]::new));
  }

  private static SentimentMetadata metadata(Path file) {
    return SentimentMetadata.read(GgufFile.read(file)).orElseThrow();
  }

  @Test
  void calibrate_modelWithoutKeys_getsThoseThatWereUsed() throws IOException {
    Path out = folder.resolve("out.gguf");
    Cli.Result result = calibrate(plain, "--out", out.toString());

    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
    SentimentMetadata written = metadata(out);
    assertThat(written.prompt()).isEqualTo("<|user|>\n新闻内容：{text}\n<|assistant|>\n这篇新闻的情绪是：");
    assertThat(written.labels()).containsExactly("positive", "neutral", "negative");
    assertThat(written.bias()).isEmpty();
    assertThat(result.out())
        .contains("60 texts (")
        .containsPattern("fitted +temperature [0-9.]+, no bias")
        .contains("on the texts that it was fitted on")
        .containsPattern(" +none +fitted\n +log loss +[0-9.]+ +[0-9.]+\n");
    assertThat(ModelManifest.read(out).orElseThrow().sha256()).isEqualTo(ModelManifest.hash(out));
    assertThat(result.out()).contains("sha256         " + ModelManifest.hash(out));
  }

  @Test
  void calibrate_onceMore_findsTheSame() {
    Path out = folder.resolve("out.gguf");
    calibrate(plain, "--bias", "--out", out.toString());
    SentimentMetadata once = metadata(out);

    Cli.Result again = calibrate(out, "--bias", "--json");

    assertThat(metadata(out)).isEqualTo(once);
    assertThat(once.bias().stream().mapToDouble(b -> b).sum()).isEqualTo(0, within(1e-5));
    Map<?, ?> calibrations = (Map<?, ?>) again.json().get(0).get("calibrations");
    assertThat(calibrations.get("before")).isEqualTo(calibrations.get("fitted"));
    assertThat(logLoss(calibrations, "fitted")).isLessThan(logLoss(calibrations, "none"));
  }

  private static double logLoss(Map<?, ?> calibrations, String name) {
    return (double) ((Map<?, ?>) calibrations.get(name)).get("log_loss");
  }

  @Test
  void calibrate_inPlace_keepsAllElseAndReplacesTheManifest() throws IOException {
    Path model = Files.copy(trained, folder.resolve("m.gguf"));
    new ModelManifest(model, ModelManifest.hash(model)).write();

    Cli.Result result = calibrate(model, trainedData);

    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .containsPattern("before +temperature 3\\.0000, bias positive \\+0\\.5");
    SentimentMetadata written = metadata(model);
    assertThat(written.temperature()).isNotEqualTo(3f);
    assertThat(written.bias()).isEmpty();
    assertThat(withoutCalibration(written)).isEqualTo(withoutCalibration(TRAINED));
    assertThat(others(model)).isEqualTo(others(trained));
    assertThat(tensors(model)).isEqualTo(tensors(trained));
    assertThat(ModelManifest.read(model).orElseThrow().sha256())
        .isEqualTo(ModelManifest.hash(model));
    assertThat(new Cli().run("inspect", model.toString()).exitCode()).isZero();
  }

  @Test
  void evaluate_calibratedModel_showsBeforeAndAfterOfTheSameScores() {
    Cli.Result result =
        new Cli().run("evaluate", "--model", trained.toString(), "--data", data.toString());

    assertThat(result.out())
        .contains("before calibration")
        .containsPattern("calibration +temperature 3\\.0000, bias positive \\+0\\.5000");
  }

  @Test
  void calibrate_dataWithoutAllClasses_isRefusedAndWritesNothing() throws IOException {
    Path two = Files.writeString(folder.resolve("two.csv"), "text,label\na,positive\nb,negative\n");
    Path out = folder.resolve("out.gguf");

    Cli.Result result =
        new Cli()
            .run(
                "calibrate",
                "--bias",
                "--model",
                plain.toString(),
                "--data",
                two.toString(),
                "--out",
                out.toString());

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.err())
        .contains(
            "two.csv: expected texts of at least 3 labels, found 2 texts (1 positive, 1 negative)")
        .contains("INVALID_DATA");
    assertThat(out).doesNotExist();
  }

  @Test
  void calibrate_wrongUsage_exits2() {
    assertUsage(calibrate(plain, "--temperature=2"), "calibrate finds the temperature");
    assertUsage(
        calibrate(plain, "--truncation=chunks"), "--truncation chunks gives a text several");
    assertUsage(new Cli().run("calibrate", "--data", data.toString()), "--model names the file");
  }

  private static void assertUsage(Cli.Result result, String message) {
    assertThat(result.err()).contains(message);
    assertThat(result.exitCode()).isEqualTo(2);
  }

  @Test
  void calibrate_folderThatIsNotThere_stopsBeforeTheTextsAreAsked() {
    Cli.Result result = calibrate(plain, "--out", folder.resolve("none/out.gguf").toString());

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.err())
        .contains("none: expected the folder of out.gguf, found none; make it first");
  }

  private static Map<String, GgufValue> others(Path file) {
    Map<String, GgufValue> keys = new LinkedHashMap<>(GgufFile.read(file).metadata());
    keys.keySet().removeIf(key -> key.startsWith("sentiment."));
    return keys;
  }

  private static Map<String, ByteBuffer> tensors(Path path) {
    GgufFile file = GgufFile.read(path);
    Map<String, ByteBuffer> tensors = new LinkedHashMap<>();
    file.tensors().forEach(tensor -> tensors.put(tensor.name(), file.data(tensor)));
    return tensors;
  }
}
