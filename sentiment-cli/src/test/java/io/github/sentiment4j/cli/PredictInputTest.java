package io.github.sentiment4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The inputs that {@code predict} reads, and those that it refuses. */
@NullUnmarked // what is missing fails the test
final class PredictInputTest {
  private static final Charset GB18030 = Charset.forName("GB18030");

  @TempDir Path folder;

  // --- JSON --------------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\n{\"id\": 1, \"text\": \"up\"},\n{\"id\": 2, \"text\": \"down\"}\n]\n",
        "\uFEFF[{\"id\": 1, \"text\": \"up\"}, {\"id\": 2, \"text\": \"down\"}]",
        "{\"id\": 1, \"text\": \"up\"}\n{\"id\": 2, \"text\": \"down\"}\n",
        "{\n\"id\": 1, \"text\": \"up\"\n}\n{\n\"id\": 2, \"text\": \"down\"\n}"
      })
  void predict_json_isReadAsPrepareReadsIt(String json) throws IOException {
    Path file = write("news.json", json);

    Cli.Result result = new Cli().predict("--json", file.toString());

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.json())
        .extracting(row -> List.of(row.get("id"), row.get("input"), row.get("prediction")))
        .containsExactly(List.of(1.0, "up", "positive"), List.of(2.0, "down", "negative"));
  }

  @Test
  void predict_jsonInsideAnObject_isReadWithItems() throws IOException {
    Path file = write("news.json", "{\"n\": 2, \"data\": {\"rows\": [{\"t\": {\"x\": \"up\"}}]}}");

    Cli.Result result =
        new Cli().predict("--json", "--items", "data.rows", "--field", "t.x", file.toString());

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.json()).extracting("input").containsExactly("up");
  }

  @Test
  void predict_jsonAroundTheItems_saysThatTheyAreInside() throws IOException {
    Path file = write("news.json", "{\"data\": [{\"text\": \"up\"}]}");

    Cli.Result result = new Cli().predict("--json", file.toString());

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(message(result.json().get(0)))
        .isEqualTo(
            "line 1: the object has no field \"text\", only: data, data.text; --text-column names the one"
                + " with the text, --items the place of the objects if they are inside this one");
  }

  @Test
  void predict_jsonThatBreaks_classifiesWhatIsBeforeAndExits4() throws IOException {
    Path file = write("news.json", "[{\"text\": \"up\"},\n{\"text\": \"down\"},\n{\"text\": }]");

    Cli.Result result = new Cli().predict("--json", file.toString());

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.json()).extracting("input").containsExactly("up", "down");
    assertThat(result.err()).contains("news.json, line 3, column 10: expected JSON, found '}' [");
  }

  @Test
  void predict_jsonElementsWithoutText_areErrorsInTheirPlaces() throws IOException {
    Path file = write("news.json", "[{\"text\": \"up\"}, \"down\", [{\"text\": \"up\"}], null]");

    Cli.Result result = new Cli().predict("--json", file.toString());

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.json())
        .extracting(row -> row.get("input"))
        .containsExactly("up", "\"down\"", "up", "null");
    assertThat(message(result.json().get(1)))
        .isEqualTo("line 1: expected an object with a field \"text\", found \"\"down\"\"");
  }

  @Test
  void predict_emptyJson_isNoJson() throws IOException {
    Cli.Result empty = new Cli().predict("--json", write("a.json", "\n").toString());
    Cli.Result none = new Cli().predict("--json", write("b.json", "[]").toString());

    assertThat(empty.exitCode()).isEqualTo(4);
    assertThat(empty.err()).contains("a.json: expected items, found none: the file is empty");
    assertThat(none).isEqualTo(new Cli.Result(0, "", ""));
  }

  @Test
  void predict_workbook_isReadAsPrepareReadsIt() throws IOException {
    Path file = folder.resolve("news.xlsx");
    try (var out = Files.newOutputStream(file);
        var workbook = new org.dhatim.fastexcel.Workbook(out, "test", "1.0")) {
      var sheet = workbook.newWorksheet("news");
      sheet.value(0, 0, "id");
      sheet.value(0, 1, "text");
      sheet.value(1, 0, 7);
      sheet.value(1, 1, "up");
    }

    Cli.Result fromFile = new Cli().predict("--json", file.toString());
    Cli.Result fromPipe =
        new Cli().in(Files.readAllBytes(file)).predict("--json", "--format", "xlsx", "-");

    for (Cli.Result result : List.of(fromFile, fromPipe)) {
      assertThat(result.exitCode()).as(result.err()).isZero();
      assertThat(result.json().get(0)).containsEntry("id", "7").containsEntry("input", "up");
    }
  }

  // --- other formats -----------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "[{\"text\": \"up\"}]|JSON: --format json reads it",
        "[\\n  {\"text\": \"up\"}\\n]|JSON: --format json reads it",
        "[\"up\", \"down\"]|JSON: --format json reads it",
        "{\\n\"text\": \"up\"\\n}|JSON: --format json reads it",
        "{\"text\": \"up\"}\\n{\"text\": \"down\"}|JSONL: --format jsonl reads it",
        "id,text\\n1,up|CSV: --format csv reads it",
        "id;\"Title\"\\n1;up|CSV: --format csv reads it",
        "id\\theadline\\n1\\tup|TSV: --format tsv reads it",
        "<!DOCTYPE html>\\n<p>up|HTML or XML: save its texts alone",
        "<?xml version=\"1.0\"?>\\n<rss>|HTML or XML: save its texts alone",
        "{\\rtf1 up}|RTF: save it as plain text",
      })
  void predict_linesThatAreAnotherFormat_areRefusedUnlessSaid(String text, String found)
      throws IOException {
    String content = text.replace("\\n", "\n").replace("\\t", "\t");
    Path file = write("news.txt", content);

    Cli.Result result = new Cli().predict("--json", file.toString());
    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .startsWith(
            "sentiment: "
                + file
                + ": expected one text per line, found what looks like "
                + found
                + "; or --format lines if it is that all the same");

    assertThat(new Cli().in(content).predict("--json", "-").err())
        .startsWith("sentiment: standard input: expected one text per line");
    assertThat(new Cli().predict("--json", "--format", "lines", file.toString()).json())
        .hasSameSizeAs(content.lines().toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[Reuters] Shares of Nokia up",
        "[1] Apple up",
        "[\"Buy\"] raised: up",
        "{Update} up",
        "{} up",
        "{\"Buy\"} says the bank, up",
        "Apple, Google, Nokia up\nStocks, bonds, gold down",
        "Title fight: up, or down\nNews, text and more",
        "text\nup",
        "<Nokia> up",
        "%PDF is up",
        "PK is up",
        "GGUF is up",
        "sep=, up"
      })
  void predict_linesThatOnlyBeginSo_areTexts(String text) {
    Cli.Result result = new Cli().in(text + "\n").predict("--json", "-");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.json())
        .extracting("input")
        .containsExactlyElementsOf(text.lines().map(Object.class::cast).toList());
  }

  @Test
  void predict_jsonLinesThatAreAnArray_areRefused() throws IOException {
    Path file = write("news.jsonl", "[\n{\"text\": \"up\"},\n{\"text\": \"down\"}\n]\n");

    Cli.Result result = new Cli().predict("--json", file.toString());

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.err())
        .contains("expected JSONL, found what looks like JSON: --format json reads it; or");
    assertThat(new Cli().predict("--json", "--format", "json", file.toString()).json()).hasSize(2);
  }

  @Test
  void predict_onlyJsonLineIsCutOff_isAnErrorInItsPlaceAndNotTakenForJson() throws IOException {
    Path file = write("news.jsonl", "{\"text\": \"up\", \"id\": \n");

    Cli.Result result = new Cli().predict("--json", file.toString());

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("INVALID_INPUT").contains("line 1");
  }

  @Test
  void predict_jsonLineLongerThanWhatIsLookedAt_isRead() {
    String line = "{\"text\": \"up " + "x".repeat(100_000) + "\"}\n";

    assertThat(new Cli().in(line).predict("--json", "--format", "jsonl", "-").json().get(0))
        .containsEntry("prediction", "positive");
  }

  @Test
  void predict_fileThatIsNoText_isRefusedInEveryFormat() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("text\nup\n".getBytes(UTF_8));
    }
    for (String format : List.of("lines", "csv", "tsv", "json", "jsonl")) {
      Cli.Result result =
          new Cli().in(packed.toByteArray()).predict("--json", "--format", format, "-");
      assertThat(result.exitCode()).isEqualTo(4);
      assertThat(result.out()).isEmpty();
      assertThat(result.err())
          .contains(
              "standard input: expected text, found a file that gzip made; unpack it or save it as"
                  + " text first");
    }
    assertThat(new Cli().in("PK\3\4 and more").predict("-").err())
        .contains("found a ZIP archive or a workbook (.xlsx, read with --format xlsx)");
    assertThat(new Cli().in("%PDF-1.7\n").predict("-").err()).contains("found a PDF document");
    assertThat(new Cli().in("up\0\0\0 \0").predict("-").err())
        .contains("expected text, found bytes that are 0, which no text has");
  }

  // --- encodings ---------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "news.csv, GB18030, GB18030",
    "news.txt, GB18030, GB18030",
    "news.jsonl, GB18030, GB18030",
    "news.json, GB18030, GB18030",
    "news.csv, UTF-16, UTF-16",
    "news.txt, UTF-16, UTF-16",
    "news.csv, UTF-16LE, UTF-16LE",
    "news.txt, UTF-16BE, UTF-16BE",
    "news.json, UTF-16LE, UTF-16LE",
    "news.csv, UTF-32, UTF-32",
  })
  void predict_otherEncoding_isRefusedByNameAndReadWithIt(
      String name, String encoding, String found) throws IOException {
    String text =
        name.endsWith(".txt")
            ? "投资者纷纷买入，股市大涨\n"
            : name.endsWith(".csv")
                ? "id,text\n一,投资者纷纷买入，股市大涨\n"
                : "{\"id\": \"一\", \"text\": \"投资者纷纷买入，股市大涨\"}\n";
    Charset charset = Charset.forName(encoding);
    Path file = folder.resolve(name);
    String mark = encoding.equals("UTF-32") ? "\uFEFF" : "";
    Files.write(file, (mark + text).getBytes(charset));

    Cli.Result refused = new Cli().predict("--json", file.toString());
    assertThat(refused.exitCode()).isEqualTo(4);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err())
        .startsWith(
            "sentiment: "
                + file
                + ": expected UTF-8, found what looks like "
                + found
                + "; save it as UTF-8, or read it with --encoding "
                + found);

    Cli.Result read = new Cli().predict("--json", "--encoding", found, file.toString());
    assertThat(read.exitCode()).as(read.err()).isZero();
    assertThat(read.json().get(0))
        .containsEntry("input", "投资者纷纷买入，股市大涨")
        .containsEntry("prediction", "positive");
  }

  @Test
  void predict_csvInLatin1_isRefusedWithTheLineAndReadWithItsEncoding() throws IOException {
    Path file = folder.resolve("news.csv");
    Files.write(file, "id,text\n1,up\n2,caf\u00e9 up\n".getBytes(Charset.forName("ISO-8859-1")));

    Cli.Result refused = new Cli().predict("--json", file.toString());
    assertThat(refused.exitCode()).isEqualTo(4);
    assertThat(refused.err())
        .contains(
            "news.csv, line 3: expected UTF-8, found the byte 0xE9; save it as UTF-8, or name its"
                + " --encoding");

    assertThat(new Cli().predict("--json", "--encoding", "latin1", file.toString()).json())
        .extracting("input")
        .containsExactly("up", "caf\u00e9 up");
  }

  @Test
  void predict_csvWithOneSpoiltRowAmongOthers_marksThatRow() throws IOException {
    byte[] bytes = "text\n股市大涨\ncaf_ up\n股市大涨\n".getBytes(UTF_8);
    bytes[new String(bytes, Charset.forName("ISO-8859-1")).indexOf('_')] = (byte) 0xE9;

    Cli.Result result = new Cli().in(bytes).predict("--json", "--format", "csv", "-");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.json())
        .extracting(row -> row.get("prediction"))
        .containsExactly("positive", null, "positive");
    assertThat(message(result.json().get(1)))
        .isEqualTo(
            "line 3: expected UTF-8, found the byte 0xE9; save it as UTF-8, or name its --encoding");
  }

  @Test
  void evaluateAndPrepare_otherEncodingAndDelimiter_areTheSame() throws IOException {
    Path file = folder.resolve("data.csv");
    String rows = "text;label\n股市大涨，收盘;positive\n股市大跌，收盘;negative\n";
    Files.write(file, rows.getBytes(GB18030));
    String out = folder.resolve("out").toString();

    for (String[] command :
        List.of(
            new String[] {"evaluate", "--model", Cli.MODEL, "--data", file.toString()},
            new String[] {"prepare", "--data", file.toString(), "--out", out})) {
      assertThat(new Cli().run(command).err())
          .contains("data.csv: expected UTF-8, found what looks like GB18030; save it as UTF-8");
    }
    assertThat(
            new Cli()
                .run(
                    "evaluate",
                    "--model",
                    Cli.MODEL,
                    "--encoding",
                    "gb18030",
                    "--data",
                    file.toString())
                .out())
        .contains("2 texts (1 positive, 1 negative)");
  }

  @Test
  void predict_encodingThatNobodyKnows_exits2() {
    Cli.Result result = new Cli().in("up\n").predict("--encoding", "utf-9", "-");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .startsWith(
            "sentiment: --encoding needs the name of an encoding that Java knows, such as UTF-8,"
                + " GB18030, UTF-16 or windows-1252; found \"utf-9\"");
  }

  // --- delimiters --------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id;text\n1;\"up; far\"\n",
        "id;text\r\n1;\"up; far\"\r\n",
        "id\ttext\n1\tup; far\n",
        "id,text\n1,up; far\n",
        "\uFEFF\"id\";\"text\"\n\"1\";\"up; far\"\n",
        "sep=;\nid;text\n1;\"up; far\"\n",
        "\"id;or,so\",text\n1,up; far\n",
        "id,text,price; EUR\n1,up: far,3\n",
        "\nid;text\n1;\"up; far\"",
      })
  void predict_csvOfAnyDelimiter_isReadByItsHeader(String csv) throws IOException {
    Cli.Result result = new Cli().predict("--json", write("news.csv", csv).toString());

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.json())
        .extracting(row -> ((String) row.get("input")).replace(':', ';'))
        .containsExactly("up; far");
  }

  @Test
  void predict_csvWithTwoDelimitersInTheHeader_asksWhich() throws IOException {
    Path file = write("news.csv", "id;text, long;n\n1;up, far;2\n");

    Cli.Result result = new Cli().predict("--json", file.toString());
    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.err())
        .contains(
            "news.csv: expected one delimiter in the header, found several: , (2 values), ; (3"
                + " values); --delimiter says which it is");

    assertThat(
            new Cli()
                .predict("--json", "--delimiter", ";", "--column", "text, long", file.toString())
                .json())
        .extracting("input")
        .containsExactly("up, far");
  }

  @Test
  void predict_csvOfAnotherDelimiter_isReadWithIt() throws IOException {
    Path file = write("news.csv", "id|text\n1|up\n");

    assertThat(new Cli().predict("--json", file.toString()).err())
        .contains(
            "there is no column \"text\", the header has: id|text; --text-column names the one with the"
                + " text, --delimiter what stands between columns");
    assertThat(new Cli().predict("--json", "--delimiter", "|", file.toString()).json())
        .extracting("input")
        .containsExactly("up");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "--delimiter=;;!--delimiter needs one character, such as , or ; or \\t for a tab, and no quote",
        "--delimiter=\"!--delimiter needs one character",
        "--items=a!--items is for JSON and XLSX; this input is read as CSV, see --format",
      })
  void predict_layoutThatDoesNotFit_exits2(String option, String message) {
    Cli.Result result = new Cli().in("text\nup\n").predict("--format", "csv", option, "-");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).startsWith("sentiment: " + message);
  }

  @Test
  void predict_columnThatIsThereTwice_isRefused() {
    Cli.Result result =
        new Cli().in("text,text\nup,down\n").predict("--json", "--format", "csv", "-");

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.err())
        .contains(
            "standard input: expected one column \"text\", found several; rename one, or name"
                + " another with --text-column");
  }

  @Test
  void predict_quoteThatSwallowsRows_isAnErrorOfItsRow() {
    Cli.Result result =
        new Cli()
            .in("id,text\n1,\"up\n2,\"down\"\n3,flat up\n")
            .predict("--json", "--format", "csv", "-");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.json()).extracting("input").containsExactly("", "flat up");
    assertThat(message(result.json().get(0)))
        .isEqualTo(
            "line 2: a quoted value has text behind its closing quote; a quote inside a value is"
                + " written twice");
  }

  // --- blank lines -------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({"lines, up", "csv, text\\nup", "tsv, text\\nup", "jsonl, {\"text\": \"up\"}"})
  void predict_blankLinesAtTheEnd_areNoTexts(String format, String text) {
    for (String end : List.of("", "\n", "\n\n", "\n\n\n", "\r\n\r\n", "\n   \n", "\n\n \t\n\n")) {
      Cli.Result result =
          new Cli().in(text.replace("\\n", "\n") + end).predict("--json", "--format", format, "-");
      assertThat(result.exitCode()).as(result.err()).isZero();
      assertThat(result.json()).extracting("input").containsExactly("up");
    }
  }

  @Test
  void predict_blankLinesBetweenLines_keepThePlacesOfTheOthers() {
    Cli.Result result = new Cli().in("\nup\n \n\ndown\n\n").predict("--json", "-");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.json()).extracting("input").containsExactly("", "up", " ", "", "down");
  }

  @Test
  void predict_blankRowsOfATable_areNoRowsButQuotedOnesAre() {
    Cli.Result result =
        new Cli().in("text\nup\n\n\"\"\n\ndown\n,,\n").predict("--json", "--format", "csv", "-");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.json()).extracting("input").containsExactly("up", "", "down");
  }

  // --- places ------------------------------------------------------------------------------------

  @Test
  void predict_outputInAFolderThatIsNotThere_saysSo() {
    String place = folder.resolve("nodir/x.jsonl").toString();
    for (String option : List.of("--output", "--log-path")) {
      Cli.Result result = new Cli().predict("--text", "up", option, place);

      assertThat(result.exitCode()).isEqualTo(4);
      assertThat(result.err())
          .isEqualTo(
              "sentiment: "
                  + folder.resolve("nodir")
                  + ": expected the folder of x.jsonl, found none; make it first\n");
    }
  }

  @Test
  void predict_outputUnderAFile_saysSo() throws IOException {
    Path file = write("x", "");
    Cli.Result result = new Cli().predict("--text", "up", "--out", file.resolve("y").toString());

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.err())
        .isEqualTo("sentiment: " + file + ": expected the folder of y, found a file\n");
  }

  @Test
  void predict_emptyNames_areRefused() {
    assertThat(new Cli().predict("--text", "up", "--out", ""))
        .isEqualTo(
            new Cli.Result(
                4, "", "sentiment: expected the name of a file to write, found an empty one\n"));
    assertThat(new Cli().predict("").err())
        .startsWith("sentiment: expected the name of a FILE, found an empty one\n");
  }

  @Test
  void predict_folder_isRefusedByName() {
    assertThat(new Cli().predict(folder.toString()))
        .isEqualTo(
            new Cli.Result(
                4, "", "sentiment: " + folder + ": expected a file with texts, found a folder\n"));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void prepare_pipe_isReadOnceAndReportedAsItsFile() throws Exception {
    String text = "text,label\nup,positive\ndown,negative\n";
    Path file = write("data.csv", text);
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Thread writer =
        new Thread(
            () -> assertThatCode(() -> Files.writeString(pipe, text)).doesNotThrowAnyException());
    writer.start();

    Map<String, Object> piped = prepared(pipe);
    writer.join();

    assertThat(piped).isEqualTo(prepared(file));
  }

  /** Returns the message of prepare about its input, without the name. */
  @SuppressWarnings("unchecked")
  private Map<String, Object> prepared(Path data) {
    Path out = folder.resolve("of-" + data.getFileName());
    Cli.Result result =
        new Cli()
            .run(
                "prepare",
                "--json",
                "--format",
                "csv",
                "--data",
                data.toString(),
                "--out",
                out.toString());
    assertThat(result.exitCode()).as(result.err()).isZero();
    List<Map<String, Object>> inputs =
        (List<Map<String, Object>>) Cli.parse(result.out()).get("inputs");
    Map<String, Object> input = new HashMap<>(inputs.get(0));
    assertThat(input.remove("file")).isEqualTo(data.toString());
    return input;
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  @SuppressWarnings("unchecked")
  private static String message(Map<String, Object> row) {
    return ((Map<String, String>) row.get("error")).get("message");
  }
}
