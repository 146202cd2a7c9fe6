package io.github.sentiment4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked // what is missing fails the test
final class PredictCommandTest {
  private static final String CHINESE = "美联储宣布降息50bp, 投资者纷纷买入股票，股市大涨！";

  @TempDir Path folder;

  // --- results -----------------------------------------------------------------------------------

  @Test
  void predict_engineWithoutProbabilities_leavesThemOut() {
    String[] text = {"predict", "--model", KeywordEngineProvider.BARE, "--text", "down"};

    assertThat(new Cli().run(text).out()).containsPattern("negative +- +- +- +\\d+ ms  down");
    assertThat(
            new Cli()
                .run(Stream.concat(Stream.of(text), Stream.of("--json")).toArray(String[]::new))
                .json()
                .get(0))
        .containsEntry("prediction", "negative")
        .doesNotContainKey("probabilities");
  }

  @Test
  void predict_textAsJson_hasExactlyTheDocumentedFields() {
    Cli.Result result = new Cli().predict("--json", "--text", CHINESE);

    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).isEmpty();
    Map<String, Object> row = result.json().get(0);
    assertThat(result.json()).hasSize(1);
    assertThat(row).containsOnlyKeys("input", "prediction", "probabilities", "time_ms");
    assertThat(row).containsEntry("input", CHINESE).containsEntry("prediction", "positive");
    assertThat((double) row.get("time_ms")).isPositive();
    Map<String, Double> probabilities = probabilities(row);
    assertThat(probabilities).containsOnlyKeys("positive", "neutral", "negative");
    assertThat(probabilities.get("positive")).isGreaterThan(0.9);
    assertThat(probabilities.values().stream().mapToDouble(p -> p).sum())
        .isEqualTo(1, within(2e-6));
  }

  @Test
  void predict_textsForPeople_oneReadableLineEach() {
    Cli.Result result = new Cli().predict("--text", "up", "--text", "down\u001b[31m\nhere");

    assertThat(result.out().lines())
        .hasSize(3)
        .satisfiesExactly(
            header -> assertThat(header).startsWith("prediction  positive  neutral  negative"),
            first -> assertThat(first).matches("positive      0\\.9.* ms  up"),
            second -> assertThat(second).matches("negative .* 0\\.9.* ms  down \\[31m here"));
  }

  @Test
  void predict_textThatLooksLikeAnOptionOrArgumentFile_isAText() {
    Cli.Result result = new Cli().predict("--json", "--text", "-5% up", "--text", "@pom.xml down");

    assertThat(inputs(result)).containsExactly("-5% up", "@pom.xml down");
    assertThat(predictions(result)).containsExactly("positive", "negative");
  }

  @Test
  void predict_failingTexts_leaveErrorsInTheirPlaces() {
    Cli.Result result =
        new Cli().in("up\n\n#long text\ndown\n   \nnothing\n").predict("--json", "-");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(inputs(result)).containsExactly("up", "", "#long text", "down", "   ", "nothing");
    assertThat(predictions(result))
        .containsExactly(
            "positive", "EMPTY_TEXT", "TEXT_TOO_LONG", "negative", "EMPTY_TEXT", "neutral");
    assertThat(result.json().get(1)).containsOnlyKeys("input", "error");
    assertThat(error(result.json().get(1)).get("message")).contains("Expected a text with content");
  }

  @Test
  void predict_failingTextForPeople_saysWhyInItsPlace() {
    Cli.Result result = new Cli().predict("--text", "#long one", "--text", "up");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out().lines().skip(1).toList())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("error       Too long").endsWith("  #long one"),
            line -> assertThat(line).startsWith("positive"));
  }

  @Test
  void predict_moreTextsThanWindows_keepsTheOrder() {
    List<String> texts =
        IntStream.range(0, 1000).mapToObj(i -> (i % 3 == 0 ? "up " : "down ") + i).toList();

    Cli.Result result =
        new Cli().in(String.join("\n", texts)).predict("--json", "--batch", "4", "-");

    assertThat(inputs(result)).containsExactlyElementsOf(texts);
    assertThat(predictions(result))
        .containsExactlyElementsOf(
            texts.stream().map(t -> t.startsWith("up") ? "positive" : "negative").toList());
  }

  @Test
  void predict_engineFails_exits3AfterTheOthers() {
    Cli.Result result = new Cli().in("up\n#broken\n").predict("--json", "--batch", "1", "-");

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(predictions(result)).containsExactly("positive", "ENGINE_FAILED");
  }

  @Test
  void predict_abstainBelow_marksTheRow() {
    Cli.Result result = new Cli().predict("--json", "--abstain-below", "0.99", "--text", "up");

    assertThat(result.exitCode()).isZero();
    assertThat(result.json().get(0)).containsEntry("abstained", true);
    assertThat(new Cli().predict("--abstain-below", "0.99", "--text", "up").out())
        .contains("up  [abstained]");
  }

  // --- input formats -----------------------------------------------------------------------------

  @Test
  void predict_fileWithByteOrderMarkAndCarriageReturns_readsCleanLines() throws IOException {
    Path file = write("news.txt", "\uFEFF" + CHINESE + "\r\ndown\r\n");

    assertThat(inputs(new Cli().predict("--json", file.toString())))
        .containsExactly(CHINESE, "down");
  }

  @Test
  void predict_lineThatIsNotUtf8_isAnErrorOfThatLineOnly() {
    byte[] in = "up\ncaf_ down\nup\n".getBytes(StandardCharsets.US_ASCII);
    in[6] = (byte) 0xE9;

    Cli.Result result = new Cli().in(in).predict("--json", "-");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(predictions(result)).containsExactly("positive", "INVALID_INPUT", "positive");
    assertThat(result.json().get(1)).containsEntry("input", "caf\uFFFD down");
    assertThat(error(result.json().get(1)).get("message"))
        .isEqualTo(
            "line 2: expected UTF-8, found the byte 0xE9; save it as UTF-8, or name its --encoding");
  }

  @Test
  void predict_csvByExtension_readsTheColumn() throws IOException {
    Path file =
        write(
            "news.csv",
            "id,title\n1,\"up, \"\"really\"\"\nand far\"\n2,down,extra\n3\n\n4,\"up\"x\n5,down");

    Cli.Result result = new Cli().predict("--json", "--column", "title", file.toString());

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(inputs(result))
        .containsExactly("up, \"really\"\nand far", "2,down,extra", "3", "", "down");
    assertThat(predictions(result))
        .containsExactly("positive", "INVALID_INPUT", "INVALID_INPUT", "INVALID_INPUT", "negative");
    assertThat(error(result.json().get(1)).get("message"))
        .isEqualTo(
            "line 4: expected 2 values as in the header, found 3; values that hold the separator"
                + " need quotes");
    assertThat(error(result.json().get(2)).get("message"))
        .isEqualTo(
            "line 5: expected 2 values as in the header, found 1; values that hold the separator"
                + " need quotes");
    assertThat(error(result.json().get(3)).get("message"))
        .isEqualTo(
            "line 7: a quoted value has text behind its closing quote; a quote inside a value is"
                + " written twice");
  }

  @Test
  void predict_csvQuoteNeverCloses_saysWhereItOpened() {
    Cli.Result result =
        new Cli().in("text\nup\n\"down\nmore\n").predict("--json", "--format", "csv", "-");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(predictions(result)).containsExactly("positive", "INVALID_INPUT");
    assertThat(error(result.json().get(1)).get("message"))
        .startsWith(
            "line 3: a quoted value begins in this row and never ends; everything behind it, up to line");
  }

  @Test
  void predict_csvWithoutTheColumn_exits4AndListsTheHeader() {
    Cli.Result result = new Cli().in("id,title\n1,up\n").predict("--format", "csv", "-");

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .contains("there is no column \"text\", the header has: id, title; --text-column names");
  }

  @Test
  void predict_tsvByExtension_separatesAtTabs() throws IOException {
    Path file = write("news.TSV", "id\ttext\n1\tup, and on\n");

    assertThat(inputs(new Cli().predict("--json", file.toString()))).containsExactly("up, and on");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"headline\":1}|field \"headline\" must be a string, found a number",
        "{\"headline\":null}|field \"headline\" must be a string, found null",
        "{\"text\":\"up\"}|the object has no field \"headline\", only: text; --text-column names",
        "[\"up\"]|expected a JSON object, found \"[\"up\"]\"",
        "{\"headline\":\"up\"} {}|expected one JSON object in a line, found more behind it",
        "{\"headline\":\"up|expected JSON, found the end of the text",
        "up|expected JSON, found 'up'",
      })
  void predict_brokenJsonLine_saysWhatIsWrongInItsPlace(String line, String message) {
    Cli.Result result =
        new Cli()
            .in(
                "{\"headline\":\"up\"}\n"
                    + line
                    + "\n{\"id\":{\"headline\":0},\"headline\":\"down\"}\n")
            .predict("--json", "--format", "jsonl", "--field", "headline", "-");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(predictions(result)).containsExactly("positive", "INVALID_INPUT", "negative");
    assertThat(error(result.json().get(1)).get("message")).startsWith("line 2").contains(message);
    assertThat(result.json().get(1)).containsEntry("input", line);
  }

  @Test
  void predict_emptyInput_isDoneWithoutOutput() {
    Cli.Result result = new Cli().predict("--json", "-");

    assertThat(result).isEqualTo(new Cli.Result(0, "", ""));
  }

  // --- settings ----------------------------------------------------------------------------------

  @Test
  void predict_modelInEnvironment_isUsed() {
    Cli.Result result =
        new Cli()
            .environment(Map.of("SENTIMENT4J_MODEL", Cli.MODEL))
            .run("predict", "--text", "up");

    assertThat(result.exitCode()).isZero();
  }

  @Test
  void predict_modelAliasAndEnvironment_optionWins() {
    Cli.Result result =
        new Cli()
            .environment(Map.of("SENTIMENT4J_MODEL", "missing.gguf"))
            .run("predict", "--model_path", Cli.MODEL, "--text", "up");

    assertThat(result.exitCode()).isZero();
  }

  @Test
  void predict_noModel_takesTheOneBuiltIn() {
    Cli.Result result =
        new Cli().run("predict", "--json", "--text", "Sensex jumps 500 points as banks rally");

    assertThat(result.exitCode()).isZero();
    assertThat(result.json().get(0)).containsEntry("prediction", "positive");
  }

  @Test
  void predict_settings_reachTheClassifierAndTheLog() throws IOException {
    Path log = folder.resolve("run.log");

    Cli.Result result =
        new Cli()
            .predict(
                "--device=cpu",
                "--contexts=2",
                "--threads=1",
                "--max-tokens=64",
                "--batch=5",
                "--truncation=middle",
                "--prompt={text}\\nMood:",
                "--labels=积极, 中性,消极",
                "--temperature=2",
                "--abstain-below=0.5",
                "--log_path",
                log.toString(),
                "--text",
                "up");

    assertThat(result.exitCode()).isZero();
    Map<String, Object> start = Cli.parse(Files.readAllLines(log).get(0));
    assertThat(start).containsEntry("event", "start").containsEntry("model", Cli.MODEL);
    assertThat(start.get("settings"))
        .isEqualTo(
            Map.ofEntries(
                Map.entry("device", "CPU"),
                Map.entry("contexts", 2.0),
                Map.entry("threads", 1.0),
                Map.entry("max_tokens", 64.0),
                Map.entry("batch", 5.0),
                Map.entry("truncation", "MIDDLE"),
                Map.entry("prompt", "{text}\nMood:"),
                Map.entry("labels", List.of("积极", "中性", "消极")),
                Map.entry("temperature", 2.0),
                Map.entry("abstain_below", 0.5)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--labels=a,b|Invalid value for option '--label-words': expected three words with commas between",
        "--prompt=nothing|A prompt needs exactly one {text}, this one has none",
        "--temperature=0|temperature",
        "--device=tpu|expected one of [AUTO, CPU, GPU]",
        "--batch=many|'many' is not an int",
        "--column=x|--text-column is for CSV, TSV, XLSX, JSON and JSON lines; this input is read as LINES",
        "--field=x|--text-column is for CSV, TSV, XLSX, JSON and JSON lines; this input is read as LINES",
        "--format=csv|--format is for files and standard input, not for --text",
        "news.txt|Give either --text or a file, not both",
      })
  void predict_settingThatDoesNotFit_exits2AndSaysWhy(String option, String message) {
    Cli.Result result = new Cli().predict("--text", "up", option);

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains(message).doesNotContain("\tat ");
  }

  @Test
  void predict_nothingToClassify_exits2() {
    Cli.Result result = new Cli().predict();

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .contains("give --text TEXT, a FILE, or - for standard input")
        .contains("Try 'sentiment predict --help'");
  }

  // --- files -------------------------------------------------------------------------------------

  @Test
  @EnabledOnOs(OS.LINUX)
  void predict_fileIsAPipe_readsItOnce() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Thread writer =
        new Thread(
            () ->
                assertThatCode(() -> Files.writeString(pipe, "up\ndown\n"))
                    .doesNotThrowAnyException());
    writer.start();

    Cli.Result result = new Cli().onTerminal().predict("--json", pipe.toString());
    writer.join();

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.json()).extracting("input").containsExactly("up", "down");
  }

  @Test
  void predict_outputFile_takesTheResults() throws IOException {
    Path output = write("results.jsonl", "old");

    Cli.Result result =
        new Cli().predict("--json", "--output", output.toString(), "--text", CHINESE);

    assertThat(result).isEqualTo(new Cli.Result(0, "", ""));
    assertThat(Cli.parse(Files.readString(output))).containsEntry("input", CHINESE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", "./-", "/dev/stdout"})
  void predict_outputIsStandardOutput_makesNoFile(String output) {
    Cli.Result result = new Cli().predict("--json", "--out", output, "--text", CHINESE);

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(inputs(result)).containsExactly(CHINESE);
    assertThat(Path.of("-")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"results.json", "results.JSONL", "results.ndjson"})
  void predict_outputFileOfJson_takesJsonLines(String name) throws IOException {
    Path output = folder.resolve(name);

    Cli.Result result =
        new Cli().predict("--out", output.toString(), "--text", "up", "--text", "down");

    assertThat(result).isEqualTo(new Cli.Result(0, "", ""));
    assertThat(Files.readAllLines(output).stream().map(Cli::parse))
        .extracting(row -> row.get("prediction"))
        .containsExactly("positive", "negative");
  }

  @Test
  void predict_modelCannotBeUsed_leavesTheOutputFileAlone() throws IOException {
    Path output = write("results.jsonl", "old");

    int exitCode =
        new Cli()
            .run("predict", "--model", "x.gguf", "--output", output.toString(), "--text", "up")
            .exitCode();

    assertThat(exitCode).isEqualTo(3);
    assertThat(output).hasContent("old");
  }

  @Test
  void predict_outputIsTheInput_isRefused() throws IOException {
    Path file = write("news.txt", "up");

    Cli.Result result = new Cli().predict("--output", file.toString(), file.toString());

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("--out would overwrite the input");
    assertThat(file).hasContent("up");
  }

  @Test
  void predict_missingInput_exits4AndNamesIt() {
    Cli.Result result = new Cli().predict(folder.resolve("none.txt").toString());

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.err()).contains("there is no file").contains("none.txt");
  }

  @Test
  void predict_impossibleFileName_exits4AndSaysSo() {
    Cli.Result result = new Cli().predict("news\0.txt");

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.err()).contains("is not the name of a file here").doesNotContain("mistake");
  }

  @Test
  void predict_logTwice_appendsBothRuns() throws IOException {
    Path log = folder.resolve("run.log");
    Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    new Cli().predict("--log-path", log.toString(), "--text", CHINESE, "--text", "");
    new Cli().predict("--log-path", log.toString(), "--text", "down");

    List<Map<String, Object>> entries = Files.readAllLines(log).stream().map(Cli::parse).toList();
    assertThat(entries)
        .extracting(entry -> entry.get("event"))
        .containsExactly("start", "text", "text", "end", "start", "text", "end");
    assertThat(entries)
        .allSatisfy(
            e ->
                assertThat(Instant.parse((String) e.get("time"))).isBetween(before, Instant.now()));
    assertThat(entries.get(1))
        .containsEntry("input", CHINESE)
        .containsEntry("prediction", "positive");
    assertThat(error(entries.get(2))).containsEntry("code", "EMPTY_TEXT");
    assertThat(entries.get(3))
        .containsEntry("status", "done")
        .containsEntry("texts", 2.0)
        .containsEntry("failed", 1.0)
        .containsKey("seconds");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--label-words", "--label_words", "--labels"})
  void predict_labelWordsUnderEachName_areUsed(String option) throws IOException {
    Path log = folder.resolve("run.log");

    Cli.Result result =
        new Cli().predict(option, "积极, 中性,消极", "--log-path", log.toString(), "--text", "up");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(Files.readString(log)).contains("\"labels\":[\"积极\",\"中性\",\"消极\"]");
  }

  @Test
  void predict_modelCannotBeUsed_logSaysSo() throws IOException {
    Path log = folder.resolve("run.log");

    new Cli().run("predict", "--model", "x.gguf", "--log-path", log.toString(), "--text", "up");

    Map<String, Object> entry = Cli.parse(Files.readString(log));
    assertThat(entry).containsEntry("event", "end").containsEntry("status", "stopped");
    assertThat((String) entry.get("reason")).contains("x.gguf", "MODEL_NOT_FOUND");
  }

  // --- output that fails -------------------------------------------------------------------------

  @Test
  void predict_readerOfTheOutputGoesAway_endsQuietly() {
    StringWriter err = new StringWriter();

    int exitCode =
        new Cli().in("up\n".repeat(1000)).run(failing("Broken pipe"), err, PREDICT_STDIN);

    assertThat(exitCode).isZero();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void predict_outputIsFull_exits4() {
    StringWriter err = new StringWriter();

    int exitCode = new Cli().in("up\n").run(failing("No space left on device"), err, PREDICT_STDIN);

    assertThat(exitCode).isEqualTo(4);
    assertThat(err.toString()).contains("No space left on device");
  }

  // --- progress ----------------------------------------------------------------------------------

  @Test
  void predict_fileOnTerminal_drawsProgressOnStandardError() throws IOException {
    Path file = write("news.txt", "up\n".repeat(200));

    Cli.Result result = new Cli().onTerminal().predict("--json", file.toString());

    assertThat(result.json()).hasSize(200);
    assertThat(result.err()).contains("100% [########################] 200 texts").contains("/s");
  }

  @Test
  void predict_fileWithoutTerminalOrTextOnTerminal_drawsNothing() throws IOException {
    Path file = write("news.txt", "up\n");

    assertThat(new Cli().predict(file.toString()).err()).isEmpty();
    assertThat(new Cli().onTerminal().predict("--text", "up").err()).isEmpty();
  }

  private static final String[] PREDICT_STDIN = {"predict", "--model", Cli.MODEL, "-"};

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static OutputStream failing(String message) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(message);
      }
    };
  }

  private static List<Object> inputs(Cli.Result result) {
    return result.json().stream().map(row -> row.get("input")).collect(Collectors.toList());
  }

  /** The prediction of each row, or its error code. */
  private static List<Object> predictions(Cli.Result result) {
    return result.json().stream()
        .map(row -> row.containsKey("error") ? error(row).get("code") : row.get("prediction"))
        .collect(Collectors.toList());
  }

  @SuppressWarnings("unchecked")
  private static Map<String, String> error(Map<String, Object> row) {
    return (Map<String, String>) row.get("error");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Double> probabilities(Map<String, Object> row) {
    return (Map<String, Double>) row.get("probabilities");
  }
}
