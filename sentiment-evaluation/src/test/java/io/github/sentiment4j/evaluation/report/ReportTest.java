package io.github.sentiment4j.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.sentiment4j.core.Calibration;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.evaluation.Bootstrap;
import io.github.sentiment4j.evaluation.Evaluation;
import io.github.sentiment4j.evaluation.LabelledTexts;
import io.github.sentiment4j.evaluation.ScoredTexts;
import io.github.sentiment4j.evaluation.ScriptedEngineProvider;
import io.github.sentiment4j.evaluation.data.DropReason;
import io.github.sentiment4j.evaluation.data.LabelledText;
import io.github.sentiment4j.evaluation.internal.output.JsonOutput;
import io.github.sentiment4j.gguf.GgufWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Two models, one of them calibrated, on a few texts, of which one cannot be classified. */
final class ReportTest {
  private static final String MODEL = "a<b>&\"c\"";
  private static final LabelledTexts DATA =
      new LabelledTexts(
          Path.of("<script>alert(1)</script>.csv"),
          List.of(
              new LabelledText("0.7 0.2 0.1", Sentiment.POSITIVE),
              new LabelledText("0.6 0.1 0.3", Sentiment.NEGATIVE),
              new LabelledText("0.1 0.2 0.7", Sentiment.NEGATIVE),
              new LabelledText("0.2 0.2 0.60", Sentiment.NEGATIVE),
              new LabelledText("long", Sentiment.POSITIVE)),
          Map.of(DropReason.NO_LABEL, 2L));

  private static ScoredTexts score(String model, double temperature) {
    try (SentimentClassifier classifier =
        ScriptedEngineProvider.classifier(model)
            .temperature(temperature)
            .abstainBelow(0.5)
            .build()) {
      return ScoredTexts.of(classifier, DATA.texts());
    }
  }

  private static Evaluation evaluation() {
    return Evaluation.of(
        DATA, List.of(score(MODEL, 2), score("strict<i>", 1)), new Bootstrap(20, 0.95, 1));
  }

  @Test
  void html_namesWithMarkup_areTextEverywhere() throws IOException {
    String page = HtmlReport.of(evaluation(), "<tool> & \"version\"");

    assertThat(page)
        .contains("<title>Evaluation of a&lt;b&gt;&amp;&quot;c&quot;</title>")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;.csv: 5 texts")
        .contains("<td>strict&lt;i&gt;</td>")
        .contains("&lt;tool&gt; &amp; &quot;version&quot;")
        .doesNotContain("<script", "<b>&", "<i>", "<tool>");
  }

  @Test
  void html_everyElementThatIsOpened_isClosed() throws IOException {
    String page = HtmlReport.of(evaluation(), "tool");

    List<String> open = new ArrayList<>();
    Matcher tags = Pattern.compile("<(/?)(\\w+)[^>]*>").matcher(page);
    while (tags.find()) {
      String name = tags.group(2);
      if (tags.group(1).isEmpty()) {
        open.add(name);
      } else {
        assertThat(open).last().as("closed at " + tags.start()).isEqualTo(name);
        open.remove(open.size() - 1);
      }
      open.removeIf(element -> element.equals("meta") || element.equals("img"));
    }
    assertThat(open).isEmpty();
  }

  @Test
  void json_fields_areThoseOfThePage() throws IOException {
    StringWriter written = new StringWriter();
    JsonReport.write(evaluation(), written);
    String manual = Files.readString(Path.of("../docs/evaluation.md"));
    String table =
        manual.substring(manual.indexOf("## JSON"), manual.indexOf("`calibrate --json`"));

    List<String> documented = new ArrayList<>();
    table
        .lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.split("\\|", -1)[1])
        .forEach(
            names ->
                Pattern.compile("`(\\w+)`")
                    .matcher(names)
                    .results()
                    .forEach(name -> documented.add(name.group(1))));
    assertThat(fields(written.toString())).containsExactlyInAnyOrderElementsOf(documented);
    assertThat(written.toString())
        .endsWith("}\n")
        .contains("\"left_out\":{\"no_label\":2}")
        .contains("\"failed\":{\"TEXT_TOO_LONG\":1}")
        .contains("\"truncated\":1");
  }

  private static List<String> fields(String object) throws IOException {
    List<String> names = new ArrayList<>();
    try (JsonParser json = JsonOutput.FACTORY.createParser(object)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        names.add(json.currentName());
        json.nextToken();
        json.skipChildren();
      }
      assertThat(json.nextToken()).isNull();
    }
    return names;
  }

  @Test
  void text_everyPart_isThereAndNoLineEndsWithABlank() throws IOException {
    StringWriter written = new StringWriter();
    TextReport.write(evaluation(), written);

    assertThat(written.toString())
        .contains("left out       2 no label\n")
        .contains("failed         1 of 5 texts (1 TEXT_TOO_LONG); the first, \"long\":")
        .contains("truncated      1 texts\n")
        .contains("calibration    temperature 2.0000, no bias\n")
        .contains("no text is neutral: its recall counts as 0\n")
        .contains("no text was called neutral: its precision counts as 0\n")
        .contains("before calibration")
        .contains(" in force\n")
        .contains("compared on the 3 texts that all classified\n")
        .contains(" 2 minus 1  ")
        .doesNotContainPattern(" \n");
  }

  @Test
  void calibration_bothForms_haveAColumnForEachCalibration() throws IOException {
    CalibrationReport report =
        CalibrationReport.of(
            DATA,
            score(MODEL, 2),
            Calibration.NONE.withTemperature(1.5),
            Path.of("out.gguf"),
            new GgufWriter.Written(1_048_576, "00ff"));
    StringWriter table = new StringWriter();
    StringWriter json = new StringWriter();

    report.writeTable(table);
    report.writeJson(json);

    assertThat(table.toString())
        .contains("size           1,048,576 bytes (1.0 MiB)\n")
        .containsPattern(" +none +before +fitted\n +log loss( +0\\.\\d{4}){3}\n");
    assertThat(fields(json.toString()))
        .containsExactly(
            "data",
            "texts",
            "labels",
            "left_out",
            "failed",
            "file",
            "bytes",
            "sha256",
            "macro_average",
            "calibrations");
    assertThat(json.toString())
        .containsPattern(
            "\"none\":.*\"before\":.*\"fitted\":\\{\"calibration\":\\{\"temperature\":1.5");
  }
}
