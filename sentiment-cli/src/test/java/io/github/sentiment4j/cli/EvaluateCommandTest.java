package io.github.sentiment4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

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
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With the engine of the tests, which knows {@code up} and {@code down}. */
@NullUnmarked // what is missing fails the test
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

  private static final String OTHER = "other" + KeywordEngineProvider.EXTENSION;

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
  void evaluate_engineWithoutProbabilities_isRefused() throws IOException {
    Cli.Result result =
        new Cli()
            .run(
                "evaluate",
                "--model",
                KeywordEngineProvider.BARE,
                "--data",
                file("five.csv", FIVE).toString());

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err())
        .contains("Expected an engine that gives probabilities, found keywords")
        .contains("ENGINE_UNAVAILABLE");
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
            "macro_average",
            "calibration",
            "costs",
            "metrics",
            "classes",
            "confusion",
            "reliability",
            "risk_coverage",
            "before_calibration");
    assertThat(number(report, "metrics", "macro_f1", "value")).isEqualTo(0.822222);
    assertThat(number(report, "metrics", "expected_cost", "value")).isEqualTo(0.4); // one of 2
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
  void evaluate_costs_areThoseOfTheCostMetric() throws IOException {
    Path data = file("five.csv", FIVE);

    Cli.Result result = evaluate(data, "--json", "--costs=0,1,2/1,0,1/40,1,0");

    assertThat(number(result.json().get(0), "metrics", "expected_cost", "value")).isEqualTo(8);
    assertThat(number(result.json().get(0), "costs", "negative", "positive")).isEqualTo(40);
    assertThat(evaluate(data, "--costs=0,1,2/1,0,1/40,1,0").out())
        .contains("costs of errors 0,1,2/1,0,1/40,1,0 (a row for each true label")
        .containsPattern("\n +cost +8\\.0000 ");
    assertThat(evaluate(data, "--costs=1,2,3").exitCode()).isEqualTo(2);
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
        .containsPattern("left out +1 votes do not decide")
        // f1_score(..., average="macro", labels=[all three], zero_division=0)
        .containsPattern("macro avg +0\\.6667 +0\\.6667 +0\\.6667 +2\n")
        .containsPattern("macro-F1 +0\\.6667  \\[0\\.3333, 0\\.6667\\]\n")
        .contains("macro averages are over all three labels; one that does not occur counts as 0\n")
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
        "a.csv   | text,label\\nup,positive\\ndown,bearish | a.csv: expected the labels positive, neutral, negative, found others: \"bearish\" (1, line 3); say what they mean, such as --labels-map 0=negative,1=positive,2=neutral",
        "a.csv   | Title,Decisions\\nup,{} | a.csv: expected the labels positive, neutral, negative, found others: \"{}\" (1, line 2)",
        "a.csv   | headline,label\\nup,positive | a.csv: expected a value in \"text|Title\", found none in 1 item; the first has the fields: headline, label; --text-column names another one",
        "a.csv   | text,mood\\nup,positive | a.csv: expected a value in \"label|Decisions\", found none in 1 item; the first has the fields: text, mood; --label-column names another one",
        "a.csv   | text,label\\nup | a.csv, line 2: expected 2 values as in the header, found 1",
        "a.csv   | text,label | a.csv: expected items, found none: the file is empty",
        "a.csv   | '' | a.csv: expected items, found none: the file is empty",
        "a.csv   | text,label\\nup,positive\\nup,positive | a.csv: expected texts of at least 2 labels, found 2 texts (2 positive); with one label, a model that always gives it is perfect",
        "a.csv   | text,label\\nup,positive\\ndown, | a.csv: expected texts of at least 2 labels, found 1 texts (1 positive); left out: 1 no label; with one label",
        "a.jsonl | {\"text\": \"up\", \"label\": \"positive\"}\\n{\"text\": \"up\", | a.jsonl, line 2, column 15: expected JSON, found the end of the text",
        "a.jsonl | {\"text\": \"up\"} | a.jsonl: expected a value in \"label|Decisions\", found none in 1 item",
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
    assertUsage(
        evaluate(data, "--labels-map", "0=good"),
        "expected positive, neutral or negative, or nothing");
    assertUsage(
        evaluate(file("five.txt", "up")),
        "five.txt: expected a file that ends in .csv, .tsv, .json, .jsonl, .ndjson or .xlsx; or name"
            + " its --format");
    assertUsage(
        new Cli().run("evaluate", "--model", Cli.MODEL), "Missing required option: '--data");
  }

  private static void assertUsage(Cli.Result result, String message) {
    assertThat(result.err()).contains(message);
    assertThat(result.exitCode()).isEqualTo(2);
  }

  @Test
  void evaluate_textsThatFail_areCountedAndTheOthersEvaluated() throws IOException {
    Path data = file("some.csv", FIVE + "#long,neutral\n#long too,neutral\n\"  \",neutral\n");

    Cli.Result result = evaluate(data);

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out())
        .containsPattern("left out +1 no text\n")
        .containsPattern("failed +2 of 7 texts \\(2 TEXT_TOO_LONG\\)")
        .contains("the first, \"#long\": Too long for this test")
        .containsPattern("accuracy +0\\.8000 +5\n");
    assertThat(evaluate(data, "--json").json().get(0).get("failed"))
        .isEqualTo(Map.of("TEXT_TOO_LONG", 2.0));
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

    Cli.Result text = evaluate(data, "--against", OTHER, "--against", OTHER);
    Cli.Result json = evaluate(data, "--json", "--against", OTHER);

    assertThat(text.exitCode()).isEqualTo(1);
    assertThat(text.out())
        .contains("compared on the 5 texts that all classified")
        .containsPattern("2  other.keywords \\(keywords 1 on CPU")
        .containsPattern("macro-F1     0\\.8222     0\\.8222     0\\.8222\n")
        .containsPattern("F1 positive     0\\.8000     0\\.8000     0\\.8000\n")
        .containsPattern("3 minus 1  difference  95 % interval\n")
        .containsPattern("macro-F1 +\\+0\\.0000  \\[\\+0\\.0000, \\+0\\.0000\\]\n")
        .contains(
            "only 1 is right 0 times, only 2 0 times; exact binomial test, p = 1.000",
            "only 1 is right 0 times, only 3 0 times");
    Map<String, Object> report = json.json().get(0);
    assertThat(number(report, "comparison", "texts")).isEqualTo(5);
    Map<?, ?> comparison = (Map<?, ?>) report.get("comparison");
    List<?> models = (List<?>) comparison.get("models");
    assertThat(models).hasSize(2);
    assertThat(models.get(0)).asInstanceOf(MAP).doesNotContainKey("mcnemar");
    Map<?, ?> other = (Map<?, ?>) models.get(1);
    assertThat(other.get("model")).isEqualTo(OTHER);
    assertThat(number(other, "mcnemar", "p_value")).isEqualTo(1);
    assertThat(number(other, "metrics", "accuracy", "value")).isEqualTo(0.8);
    assertThat(number(other, "metrics", "accuracy", "difference")).isZero();
  }

  @Test
  void evaluate_abstainBelow_saysWhatItGives() throws IOException {
    Path data = file("five.csv", FIVE);

    assertThat(evaluate(data, "--abstain-below=0.85").out())
        .contains("     100.0 %    20.00 %  0.8500 in force\n");
    assertThat(evaluate(data, "--abstain-below=0.99", "--json").json().get(0).get("abstaining"))
        .isEqualTo(Map.of("coverage", 0.0, "risk", 0.0, "threshold", 0.99));
  }

  @Test
  void evaluate_otherModelThatCannotBeOpened_stopsBeforeTheTextsAreAsked() throws IOException {
    Path data = file("five.csv", FIVE);

    Cli.Result result = evaluate(data, "--against", folder.resolve("none.gguf").toString());

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err()).contains("none.gguf", "MODEL_NOT_FOUND");
  }

  @Test
  void evaluate_html_isOnePageWithPictures() throws IOException {
    Path data = file("a<b.csv", FIVE);
    Path page = folder.resolve("report.html");

    Cli.Result result =
        evaluate(data, "--temperature=2", "--against", OTHER, "--html", page.toString());

    assertThat(result.exitCode()).isZero();
    String html = Files.readString(page);
    assertThat(html)
        .startsWith("<!DOCTYPE html>")
        .contains("a&lt;b.csv: 5 texts", "Evaluation of model.keywords")
        .contains("Compared on the 5 texts", "<td>other.keywords</td>")
        .contains("Reliability diagram before calibration")
        .doesNotContain("a<b", "http:", "https:", "<script");
    List<String> pictures =
        Pattern.compile("src=\"data:image/png;base64,([^\"]+)\"")
            .matcher(html)
            .results()
            .map((MatchResult match) -> match.group(1))
            .toList();
    assertThat(pictures).hasSize(7);
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
    assertThat(result.err())
        .contains("none: expected the folder of report.html, found none; make it first");

    assertThat(evaluate(file("five.csv", FIVE), "--html", folder.toString()).err())
        .contains("expected the name of a file to write, found a folder");
  }

  private static double number(Map<?, ?> object, String... path) {
    Object value = object;
    for (String name : path) {
      value = ((Map<?, ?>) value).get(name);
    }
    return (double) value;
  }
}
