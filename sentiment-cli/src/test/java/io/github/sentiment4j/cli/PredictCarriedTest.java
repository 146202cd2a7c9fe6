package io.github.sentiment4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The columns and fields that {@code predict} copies from its input to its output. */
@NullUnmarked // what is missing fails the test
final class PredictCarriedTest {
  private static final String OURS =
      "input,prediction,positive,neutral,negative,time_ms,abstained,truncated,error_code,error";

  @TempDir Path folder;

  @Test
  void predict_csv_carriesTheOtherColumnsToJsonLines() {
    Cli.Result result =
        new Cli()
            .in("id,title,date\n007,up,2026-11-30\n8,,\n9,down\n")
            .predict("--json", "--format", "csv", "--column", "title", "-");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out().lines())
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .startsWith(
                        "{\"id\":\"007\",\"date\":\"2026-11-30\",\"input\":\"up\",\"prediction\":"),
            empty ->
                assertThat(empty)
                    .startsWith("{\"id\":\"8\",\"date\":\"\",\"input\":\"\",\"error\":"),
            ragged -> assertThat(ragged).startsWith("{\"input\":\"9,down\",\"error\":"));
  }

  @Test
  void predict_jsonLines_carriesTheOtherFieldsAsTheyAre() {
    Cli.Result result =
        new Cli()
            .in(
                "{\"id\": 12345678901234567890123, \"score\": 1.50, \"text\": \"up\","
                    + " \"tags\": [\"a\", {\"b\": null}], \"ok\": true, \"more\": \"\\u6da8\\ud800\"}\n"
                    + "{\"id\": 2, \"text\": \"#long\"}\n"
                    + "{\"id\": 3}\n")
            .predict("--json", "--format", "jsonl", "-");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out().lines())
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .startsWith(
                        "{\"id\":12345678901234567890123,\"score\":1.50,\"tags\":[\"a\",{\"b\":null}],"
                            + "\"ok\":true,\"more\":\"涨\uFFFD\",\"input\":\"up\","),
            failed -> assertThat(failed).startsWith("{\"id\":2,\"input\":\"#long\",\"error\":"),
            without ->
                assertThat(without)
                    .startsWith("{\"id\":3,\"input\":\"{\\\"id\\\":3}\",\"error\":"));
  }

  @Test
  void predict_namesThatAreTaken_getInputBeforeThem() {
    Cli.Result json =
        new Cli()
            .in("{\"input\": \"up\", \"prediction\": \"x\", \"input_error\": 1, \"error\": 2}\n")
            .predict("--json", "--format", "jsonl", "--field", "input", "-");
    Cli.Result csv =
        new Cli()
            .in("text,positive,a,a\nup,1,2,3\n")
            .predict("--output-format", "csv", "--format", "csv", "-");

    assertThat(json.json().get(0))
        .containsEntry("input", "up")
        .containsEntry("prediction", "positive")
        .containsEntry("input_prediction", "x")
        .containsEntry("input_error", 1.0)
        .containsEntry("input_input_error", 2.0);
    assertThat(csv.out()).startsWith("input_positive,a,input_a," + OURS + "\n1,2,3,up,positive,");
  }

  @Test
  void predict_csvOutput_isReadBackWithEveryValue() throws IOException {
    Path input =
        Files.writeString(
            folder.resolve("news.csv"),
            "id;text;note\n1;\"up; \"\"far\"\"\nand on\";\"a, b\"\n2;#long;\"x\ny\"\n3\n");
    Path output = folder.resolve("results.csv");

    Cli.Result result = new Cli().predict("--output", output.toString(), input.toString());

    assertThat(result).isEqualTo(new Cli.Result(1, "", ""));
    List<CSVRecord> rows = parse(Files.readString(output));
    assertThat(rows.get(0).toList()).isEqualTo(List.of(("id,note," + OURS).split(",")));
    assertThat(rows.get(1).toList().subList(0, 4))
        .containsExactly("1", "a, b", "up; \"far\"\nand on", "positive");
    assertThat(rows.get(1).get(4)).matches("0\\.9\\d{5}");
    assertThat(rows.get(1).toList().subList(8, 12)).containsExactly("false", "false", "", "");
    assertThat(rows.get(2).toList().subList(0, 11))
        .containsExactly("2", "x\ny", "#long", "", "", "", "", "", "", "", "TEXT_TOO_LONG");
    assertThat(rows.get(3).toList().subList(0, 3)).containsExactly("", "", "3");
    assertThat(rows.get(3).get(11)).startsWith("line 6: expected 3 values as in the header");
    assertThat(rows).hasSize(4);
  }

  @Test
  void predict_jsonToCsv_hasTheFieldsOfAllItems() throws IOException {
    Path input =
        Files.writeString(
            folder.resolve("news.json"),
            "[{\"text\": \"up\", \"id\": 1}, {\"text\": \"down\", \"at\": {\"d\": [1.0]}, \"n\": null}]");

    Cli.Result result = new Cli().predict("--output-format", "csv", input.toString());

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out().lines())
        .satisfiesExactly(
            header -> assertThat(header).isEqualTo("id,at,n," + OURS),
            first -> assertThat(first).startsWith("1,,,up,positive,"),
            second -> assertThat(second).startsWith("\"\",\"{\"\"d\"\":[1.0]}\",,down,negative,"));
  }

  @Test
  void predict_jsonFromAPipeToCsv_stopsAtAFieldWithoutColumn() {
    Cli.Result result =
        new Cli()
            .in(
                "{\"text\": \"up\", \"id\": 1}\n{\"text\": \"up\"}\n{\"text\": \"up\", \"at\": 2}\n")
            .predict("--output-format", "csv", "--format", "jsonl", "-");

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.out().lines()).hasSize(3);
    assertThat(result.err())
        .isEqualTo(
            "sentiment: the field \"at\" is not in the first item and has no column in the output;"
                + " --output-format jsonl carries fields that only some items have\n");
  }

  @Test
  void predict_outputByExtension_isOfThatFormat() throws IOException {
    Path tsv = folder.resolve("r.TSV");
    Path jsonl = folder.resolve("r.jsonl");
    new Cli().predict("--output", tsv.toString(), "--text", "up");
    new Cli().predict("--output", jsonl.toString(), "--text", "up");

    assertThat(Files.readString(tsv)).startsWith(OURS.replace(',', '\t') + "\nup\tpositive\t");
    assertThat(Files.readString(jsonl)).startsWith("{\"input\":\"up\",\"prediction\":\"positive\"");
  }

  @Test
  void predict_emptyTable_givesTheHeader() {
    Cli.Result result =
        new Cli().in("id,text\n").predict("--output-format", "csv", "--format", "csv", "-");

    assertThat(result).isEqualTo(new Cli.Result(0, "id," + OURS + "\n", ""));
  }

  @Test
  void predict_engineWithoutProbabilities_leavesTheirCellsEmpty() {
    Cli.Result result =
        new Cli()
            .run(
                "predict",
                "--model",
                KeywordEngineProvider.BARE,
                "--output-format",
                "csv",
                "--text",
                "up");

    assertThat(result.out()).contains("\nup,positive,,,,");
  }

  @Test
  void predict_jsonAndAnotherOutputFormat_exits2() {
    Cli.Result result = new Cli().predict("--json", "--output-format", "csv", "--text", "up");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .startsWith("sentiment: --json writes JSON lines; give either it or --output-format CSV");
  }

  @Test
  void predict_timeOfATextThatWaitedForOthers_countsTheWait() {
    Cli.Result result =
        new Cli().in("#pause\nup\n").predict("--json", "--batch", "1", "--contexts", "1", "-");

    assertThat(result.json())
        .allSatisfy(row -> assertThat((double) row.get("time_ms")).isGreaterThanOrEqualTo(100));
  }

  private static List<CSVRecord> parse(String csv) throws IOException {
    return CSVFormat.RFC4180.parse(new StringReader(csv)).getRecords();
  }
}
