package io.github.sentiment4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sentiment4j.evaluation.report.EvaluationCharts;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrepareCommandTest {
  @TempDir Path folder;
  private Path data;
  private Path out;

  @BeforeEach
  void writeData() throws IOException {
    String[] labels = {"positive", "neutral", "negative"};
    data =
        Files.writeString(
            folder.resolve("data.csv"),
            IntStream.range(0, 90)
                .mapToObj(i -> "headline " + i + "," + labels[i % 3])
                .collect(Collectors.joining("\n", "text,label\n", "\nHeadline 0!,positive\n")));
    out = folder.resolve("out");
  }

  @Test
  void prepare_csv_writesTheFolderAndReports() throws IOException {
    Cli.Result result = prepare("--shares", "80,10,10");

    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .contains("data           " + data + ": 91 items")
        .contains("read           91\n")
        .contains("dropped        1: same text again\n")
        .contains("kept           90\n")
        .contains("folder         " + out)
        .containsPattern("train +72 +24 +24 +24\n")
        .containsPattern("validation +9 +3 +3 +3\n")
        .containsPattern("test +9 +3 +3 +3\n");
    assertThat(Files.readAllLines(out.resolve("train.jsonl")))
        .hasSize(72)
        .allMatch(
            line ->
                line.matches(
                    "\\{\"text\":\"headline \\d+\",\"label\":\"(positive|neutral|negative)\"}"));
    BufferedImage picture = ImageIO.read(out.resolve("labels.png").toFile());
    assertThat(picture.getWidth()).isEqualTo(960);
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "train.jsonl", "validation.jsonl", "test.jsonl", "data.json", "labels.png");
    }
  }

  @Test
  void prepare_json_isDataJsonOnOneLine() throws IOException {
    Cli.Result result = prepare("--json", "--seed", "7", "--down-sample");

    Map<String, Object> json = result.json().get(0);
    assertThat(result.json()).hasSize(1);
    assertThat(json).containsEntry("read", 91.0).containsEntry("kept", 88.0);
    assertThat(Cli.parse(Files.readString(out.resolve("data.json")))).isEqualTo(json);
  }

  @Test
  void prepare_newsFiles_takesTheFieldsThatAreNamed() throws IOException {
    Path news =
        write(
            "news.json",
            """
            [{"key": 1, "head": "Profit up", "meta": {"section": "Tech"}},
             {"key": 2, "head": "Loss", "meta": {"section": "Legal"}},
             {"key": 3, "head": "Goal", "meta": {"section": "Sports"}}]
            """);
    Path labels =
        write(
            "labels.json",
            """
            [{"key": 1, "found": [{"event": "A", "votes": ["up", "up", "down"]}, {"event": "X", "votes": ["down"]}]},
             {"key": 2, "found": [{"event": "B", "votes": ["down"]}]}]
            """);
    Path events = write("events.csv", "event\nA\nB\n");

    Cli.Result result =
        new Cli()
            .run(
                "prepare",
                "--news",
                news.toString(),
                "--news-labels",
                labels.toString(),
                "--event-list",
                events.toString(),
                "--out",
                out.toString(),
                "--news-field",
                "news.id=key",
                "--news-field",
                "news.text=head",
                "--news-field",
                "news.category=meta.section",
                "--news-field",
                "labels.news=key",
                "--news-field",
                "labels.events=found",
                "--labels-map",
                "up=positive,down=negative");

    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .contains("categories     Legal (1), Tech (1)")
        .contains("not wanted     Sports (1)")
        .contains("events         2 in the list, with 4 votes")
        .contains("not listed     1: X (1)")
        .contains("dropped        1: category is to be dropped")
        .contains("warning        no text in train is neutral");
    assertThat(lines("train.jsonl")).contains("{\"text\":\"Profit up\",\"label\":\"positive\"}");
  }

  @Test
  void prepare_heldOutFile_isTheSplit() throws IOException {
    Path test = write("test.csv", "text,label\nheadline 1,neutral\nanother,negative\n");

    Cli.Result result = prepare("--test", test.toString());

    assertThat(result.out()).contains("dropped        1: same text is held out");
    assertThat(lines("test.jsonl")).hasSize(2);
  }

  @Test
  void prepare_unknownLabels_exits4AndWritesNothing() throws IOException {
    Path numbers = write("numbers.csv", "text,label\na,0\nb,1\nc,1\n");

    Cli.Result result =
        new Cli().run("prepare", "--data", numbers.toString(), "--out", out.toString());

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.err())
        .contains(
            "found others: \"1\" (2, from line 3), \"0\" (1, line 2); say what they mean, such as --labels-map");
    assertThat(out).doesNotExist();
  }

  @Test
  void prepare_folderWithFiles_exits4AndLeavesIt() throws IOException {
    Files.createDirectory(out);
    write("out/mine", "x");

    Cli.Result result = prepare();

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.err())
        .contains(out + ": expected a folder that is empty or not there yet, found files");
    assertThat(out).isDirectoryNotContaining("glob:**.jsonl");
  }

  @Test
  void prepare_severalFaults_areSaidInOneRun() throws IOException {
    Path bad = write("bad.csv", "text,label\na,positive,x\nb,N/A\n");

    Cli.Result result = prepare("--data", bad.toString(), "--data", folder + "/none.csv");

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.err())
        .startsWith("sentiment: 3 faults in the data:\n  " + bad + ", line 2: expected 2 values")
        .contains("\n  " + bad + ": expected the labels")
        .contains("\n  " + folder + "/none.csv: there is no such file\n");
    assertThat(out).doesNotExist();
  }

  @Test
  void prepare_interrupted_exits130AndLeavesNothing() throws IOException {
    Thread.currentThread().interrupt();
    Cli.Result result;
    try {
      result = prepare();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }

    assertThat(result).isEqualTo(new Cli.Result(130, "", ""));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(data);
    }
  }

  @Test
  void prepare_interruptedWhileItDraws_isNotSaidToBeForWantOfFonts() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(EvaluationCharts::requirePossible)
          .isInstanceOf(ClosedByInterruptException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void prepare_labelsToBeIgnored_areDroppedAndCounted() throws IOException {
    Path more = write("more.csv", "text,label\na,N/A\nb,up\n");

    Cli.Result result = prepare("--data", more.toString(), "--labels-map", "n/a=,up=Positive");

    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("dropped        1: label is to be ignored\n");
  }

  @Test
  void prepare_fractions_areThoseOfPercentages() throws IOException {
    assertThat(prepare("--shares", "0.8,0.1,0.1").exitCode()).isZero();
    List<String> train = lines("train.jsonl");
    out = folder.resolve("again");

    prepare("--shares", "80,10,10");

    assertThat(lines("train.jsonl")).isEqualTo(train);
  }

  @Test
  void prepare_wrongOptions_exit2AndSayWhatIsRight() {
    assertUsage("expected data to be split, found none");
    assertUsage("--shares needs three numbers", "--data", "a.csv", "--shares", "80,20");
    assertUsage(
        "--shares needs three numbers with commas between, such as 80,10,10 or 0.8,0.1,0.1; found"
            + " \"x\"",
        "--data",
        "a.csv",
        "--shares",
        "80,x,10");
    assertUsage("add up to 1, found 0.8,0.1,0.2", "--data", "a.csv", "--shares", "0.8,0.1,0.2");
    assertUsage(
        "--news-field news.id is given twice: key and name; the first that is there is key|name,"
            + " both are key,name",
        "--news",
        "a.json",
        "--news-labels",
        "b.json",
        "--news-field",
        "news.id=key",
        "--news-field",
        "news.id=name");
    assertUsage(
        "--news-field needs NAME=FIELD, such as news.id=key; found \"news.id\"",
        "--news",
        "a.json",
        "--news-labels",
        "b.json",
        "--news-field",
        "news.id");
    assertUsage(
        "--labels-map says twice what \"UP\" means",
        "--data",
        "a.csv",
        "--labels-map",
        "up=positive,UP=negative");
    assertUsage(
        "expected NAME=LABEL, or NAME= for one to be ignored; found \"up\"",
        "--data",
        "a.csv",
        "--labels-map",
        "up");
    assertUsage(
        "expected positive, neutral or negative, or nothing for a label to be ignored; found \"good\"",
        "--data",
        "a.csv",
        "--labels-map",
        "up=good");
    assertUsage("expected shares of at least 1", "--data", "a.csv", "--shares", "0,1,1");
    assertUsage("a.txt: expected a file that ends in .csv", "--data", "a.txt");
    assertUsage("News need two files", "--news", "a.json");
    assertUsage(
        "--encoding, --delimiter and --items are for --data, --validation and --test",
        "--news",
        "a.json",
        "--news-labels",
        "b.json",
        "--encoding",
        "GB18030");
    assertUsage(
        "there is no field \"news.name\"",
        "--news",
        "a.json",
        "--news-labels",
        "b.json",
        "--news-field",
        "news.name=x");
    assertUsage(
        "both to be kept and to be dropped: sports",
        "--data",
        "a.csv",
        "--keep-categories",
        "Sports");
  }

  private void assertUsage(String message, String... args) {
    List<String> all = new ArrayList<>(List.of("prepare", "--out", out.toString()));
    all.addAll(List.of(args));

    Cli.Result result = new Cli().run(all.toArray(String[]::new));

    assertThat(result.err()).contains(message);
    assertThat(result.exitCode()).isEqualTo(2);
  }

  private Cli.Result prepare(String... args) {
    List<String> all =
        new ArrayList<>(List.of("prepare", "--data", data.toString(), "--out", out.toString()));
    all.addAll(List.of(args));
    return new Cli().run(all.toArray(String[]::new));
  }

  private List<String> lines(String name) throws IOException {
    return Files.readAllLines(out.resolve(name));
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }
}
