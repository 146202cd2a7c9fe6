package io.github.sentiment4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With the engine of the tests, which knows {@code up} and {@code down}. */
final class EvaluateCommandTest {
  private static final String FIVE =
      """
      text,label
      up,positive
      up again,Positive
      down,NEGATIVE
      "flat, all day",neutral
      not up,negative
      """;

  @TempDir Path folder;

  private Cli.Result evaluate(Path data, String... args) {
    List<String> all =
        new ArrayList<>(List.of("evaluate", "--model", Cli.MODEL, "--data", data.toString()));
    all.addAll(Arrays.asList(args));
    return new Cli().run(all.toArray(String[]::new));
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  @Test
  void evaluate_csv_printsTheTableOfScikitLearnAndTheOthers() throws IOException {
    Cli.Result result = evaluate(file("five.csv", FIVE));

    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
    // classification_report(["pos","pos","neg","neu","neg"], ["pos","pos","neg","neu","pos"],
    // digits=4)
    assertThat(result.out())
        .contains(
            """
                          precision    recall  f1-score   support

                positive     0.6667    1.0000    0.8000         2
                 neutral     1.0000    1.0000    1.0000         1
                negative     1.0000    0.5000    0.6667         2

                accuracy                         0.8000         5
               macro avg     0.8889    0.8333    0.8222         5
            weighted avg     0.8667    0.8000    0.7867         5
            """)
        .contains(
            """
                           positive   neutral  negative
                positive          2         0         0
                 neutral          0         1         0
                negative          1         0         1
            """)
        .contains("five.csv: 5 texts (2 positive, 1 neutral, 2 negative)")
        .containsPattern("accuracy +0\\.8000  \\[0\\.4000, 1\\.0000\\]\n")
        .containsPattern("calibration +none \\(temperature 1, no bias\\)")
        .containsPattern("latency +p50 [0-9.]+ ms, p95 [0-9.]+ ms, p99 [0-9.]+ ms")
        .containsPattern("\\(0\\.9, 1\\.0\\] +5 +0\\.9009 +0\\.8000\n")
        .containsPattern("100\\.0 % +20\\.00 %")
        .doesNotContain("before calibration", "failed", "left out");
  }

  @Test
  void evaluate_asJson_hasTheDocumentedFields() throws IOException {
    Cli.Result result = evaluate(file("five.csv", FIVE), "--json", "--temperature", "2");

    assertThat(result.exitCode()).isZero();
    Map<String, Object> report = result.json().get(0);
    assertThat(report)
        .containsOnlyKeys(
            "data",
            "texts",
            "labels",
            "left_out",
            "failed",
            "truncated",
            "model",
            "engine",
            "latency_ms",
            "bootstrap",
            "calibration",
            "metrics",
            "classes",
            "confusion",
            "reliability",
            "risk_coverage",
            "before_calibration");
    assertThat(number(report, "metrics", "macro_f1", "value")).isEqualTo(0.822222);
    assertThat(number(report, "classes", "negative", "recall")).isEqualTo(0.5);
    assertThat(number(report, "confusion", "negative", "positive")).isEqualTo(1);
    assertThat(number(report, "calibration", "temperature")).isEqualTo(2);
    assertThat(number(report, "before_calibration", "calibration", "temperature")).isEqualTo(1);
    // A temperature changes no label, but how certain they are.
    assertThat(number(report, "before_calibration", "metrics", "accuracy", "value"))
        .isEqualTo(number(report, "metrics", "accuracy", "value"));
    assertThat(number(report, "before_calibration", "metrics", "ece", "value"))
        .isNotEqualTo(number(report, "metrics", "ece", "value"));
  }

  @Test
  void evaluate_sameSeed_givesTheSameIntervals() throws IOException {
    Path data = file("five.csv", FIVE);

    Object first =
        evaluate(data, "--json", "--resamples=20", "--seed=3").json().get(0).get("metrics");

    assertThat(evaluate(data, "--json", "--resamples=20", "--seed=3").json().get(0))
        .containsEntry("metrics", first);
    assertThat(evaluate(data, "--json", "--resamples=20", "--seed=4").json().get(0).get("metrics"))
        .isNotEqualTo(first);
  }

  @Test
  void evaluate_sentfinColumns_takesTheLabelOnWhichEntitiesAgree() throws IOException {
    Path data =
        file(
            "SEntFiN.csv",
            """
            S No.,Title,Decisions,Words
            1,up,"{'Nokia': 'positive', 'Dr Reddy's': 'positive'}",3
            2,up and down,"{'A': 'positive', 'B': 'negative'}",3
            3,down,{'MMTC': 'negative'},3
            """);

    Cli.Result result = evaluate(data);

    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .contains("2 texts (1 positive, 1 negative)")
        .containsPattern("left out +1 rows whose entities have different labels")
        .contains("no text is neutral: its recall counts as 0")
        .contains("no text was called neutral: its precision counts as 0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tfns.csv   | text,label\\nup,1\\ndown,0\\nflat,2",
        "tfns.tsv   | text\\tlabel\\nup\\t1\\ndown\\t0\\nflat\\t2",
        "tfns.jsonl | {\"text\": \"up\", \"label\": 1}\\n{\"label\": \"0\", \"text\": \"down\"}\\n{\"text\": \"flat\", \"label\": 2}",
      })
  void evaluate_otherLabelNames_areMapped(String name, String content) throws IOException {
    Path data = file(name, content.replace("\\n", "\n").replace("\\t", "\t"));

    Cli.Result result = evaluate(data, "--json", "--labels-map", "0=negative,1=positive,2=neutral");

    assertThat(result.err()).isEmpty();
    assertThat(number(result.json().get(0), "metrics", "accuracy", "value")).isEqualTo(1);
  }

  @Test
  void evaluate_namedColumns_areRead() throws IOException {
    Path data = file("n.csv", "Headline,Mood\nup,positive\ndown,negative\n");

    assertThat(evaluate(data, "--text-column=Headline", "--label-column=Mood").exitCode()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.csv   | text,label\\nup,positive\\ndown,bearish | a.csv, line 3: the label \"bearish\" is none of positive, neutral, negative; --labels-map says what others mean, such as 0=negative,1=positive,2=neutral",
        "a.csv   | text,label\\nup,positive\\ndown, | a.csv, line 3: the label \"\" is none of",
        "a.csv   | Title,Decisions\\nup,{} | a.csv, line 2: the label \"{}\" is none of",
        "a.csv   | headline,label\\nup,positive | a.csv: there is no column \"text\" or \"Title\", the header has: headline, label; --text-column names the one with the text",
        "a.csv   | text,mood\\nup,positive | a.csv: there is no column \"label\" or \"Decisions\", the header has: text, mood; --label-column names the one with the label",
        "a.csv   | text,label\\nup | a.csv, line 2: the row has 1 value, column \"label\" is number 2",
        "a.csv   | text,label | a.csv: expected labelled texts, found none",
        "a.csv   | '' | a.csv: there is no header: the input is empty",
        "a.csv   | text,label\\nup,positive\\nup,positive | a.csv: expected texts of at least two classes, found 2 texts (2 positive)",
        "a.jsonl | {\"text\": \"up\", \"label\": \"positive\"}\\n{\"text\": \"up\", | a.jsonl, line 2: Unexpected end-of-input",
        "a.jsonl | {\"text\": \"up\"} | a.jsonl, line 1: the object has no field \"label\" or \"Decisions\"; --label-column names the one with the label",
        "a.jsonl | {\"text\": \"up\", \"label\": [1]} | a.jsonl, line 1: field \"label\" must be a string or an integer, found an array",
      })
  void evaluate_unusableData_exits4AndSaysWhere(String name, String content, String message)
      throws IOException {
    Cli.Result result = evaluate(file(name, content.replace("\\n", "\n")));

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains(message);
  }

  @Test
  void evaluate_missingFile_exits4() {
    Cli.Result result = evaluate(folder.resolve("none.csv"));

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.err()).contains("there is no file").contains("none.csv");
  }

  @Test
  void evaluate_wrongUsage_exits2() throws IOException {
    Path data = file("five.csv", FIVE);

    assertUsage(evaluate(data, "--resamples", "0"), "--resamples must be at least 1, found 0");
    assertUsage(evaluate(data, "--labels-map", "0=good"), "expected one of [POSITIVE, NEUTRAL");
    assertUsage(
        evaluate(file("five.txt", "up")), "Plain lines have no labels: --data needs CSV, TSV or");
    assertUsage(
        new Cli().run("evaluate", "--model", Cli.MODEL), "Missing required option: '--data");
  }

  private static void assertUsage(Cli.Result result, String message) {
    assertThat(result.err()).contains(message);
    assertThat(result.exitCode()).isEqualTo(2);
  }

  @Test
  void evaluate_textsThatFail_areCountedAndTheOthersEvaluated() throws IOException {
    Path data = file("some.csv", FIVE + "#long,neutral\n\"  \",neutral\n");

    Cli.Result result = evaluate(data);

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out())
        .containsPattern("failed +2 of 7 texts \\(1 EMPTY_TEXT, 1 TEXT_TOO_LONG\\)")
        .contains("the first on line 7: Too long for this test")
        .containsPattern("accuracy +0\\.8000 +5\n");
    assertThat(evaluate(data, "--json").json().get(0).get("failed"))
        .isEqualTo(Map.of("EMPTY_TEXT", 1.0, "TEXT_TOO_LONG", 1.0));
  }

  @Test
  void evaluate_engineThatFails_exits3() throws IOException {
    assertThat(evaluate(file("some.csv", FIVE + "#broken,neutral\n")).exitCode()).isEqualTo(3);

    Cli.Result all = evaluate(file("all.csv", "text,label\n#broken,neutral\n#broken,positive\n"));
    assertThat(all.exitCode()).isEqualTo(3);
    assertThat(all.out()).isEmpty();
    assertThat(all.err()).contains("Broken for this test [ENGINE_FAILED");
  }

  @Test
  void evaluate_againstAnother_comparesOnTheSameTexts() throws IOException {
    Path data = file("five.csv", FIVE + "#long,neutral\n");

    Cli.Result text = evaluate(data, "--against", "other" + KeywordEngineProvider.EXTENSION);
    Cli.Result json =
        evaluate(data, "--json", "--against", "other" + KeywordEngineProvider.EXTENSION);

    assertThat(text.exitCode()).isEqualTo(1);
    assertThat(text.out())
        .contains("against other.keywords")
        .contains("on the 5 texts that both classified")
        .contains(
            "only this is right 0 times, only the other 0 times; exact binomial test, p = 1.000")
        .containsPattern(
            "macro-F1 +0\\.8222 +0\\.8222 +\\+0\\.0000  \\[\\+0\\.0000, \\+0\\.0000\\]");
    Map<String, Object> report = json.json().get(0);
    assertThat(number(report, "against", "texts")).isEqualTo(5);
    assertThat(number(report, "against", "mcnemar", "p_value")).isEqualTo(1);
    assertThat(number(report, "against", "metrics", "accuracy", "other")).isEqualTo(0.8);
  }

  @Test
  void evaluate_html_isOnePageWithPictures() throws IOException {
    Path data = file("a<b.csv", FIVE);
    Path page = folder.resolve("report.html");

    Cli.Result result =
        evaluate(
            data,
            "--temperature=2",
            "--against",
            "other" + KeywordEngineProvider.EXTENSION,
            "--html",
            page.toString());

    assertThat(result.exitCode()).isZero();
    String html = Files.readString(page);
    assertThat(html)
        .startsWith("<!DOCTYPE html>")
        .contains("a&lt;b.csv: 5 texts", "Evaluation of model.keywords", "Against other.keywords")
        .contains("Reliability diagram before calibration")
        .doesNotContain("a<b", "http:", "https:", "<script");
    List<String> pictures =
        Pattern.compile("src=\"data:image/png;base64,([^\"]+)\"")
            .matcher(html)
            .results()
            .map((MatchResult match) -> match.group(1))
            .toList();
    assertThat(pictures).hasSize(5);
    for (String picture : pictures) {
      BufferedImage image =
          ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(picture)));
      assertThat(image.getWidth()).isEqualTo(960);
    }
  }

  @Test
  void evaluate_pageThatCannotBeWritten_stopsBeforeTheTextsAreAsked() throws IOException {
    Cli.Result result =
        evaluate(file("five.csv", FIVE), "--html", folder.resolve("none/report.html").toString());

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("none");
  }

  private static double number(Map<String, Object> object, String... path) {
    Object value = object;
    for (String name : path) {
      value = ((Map<?, ?>) value).get(name);
    }
    return (double) value;
  }
}
