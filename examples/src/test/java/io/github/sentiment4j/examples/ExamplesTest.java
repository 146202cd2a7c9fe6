package io.github.sentiment4j.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.gguf.TinyModel;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the main method of every example. */
final class ExamplesTest {
  private static final String LABEL = "(POSITIVE|NEUTRAL|NEGATIVE)";

  @TempDir static Path folder;
  private static String tiny;

  @BeforeAll
  static void writeTinyModel() {
    tiny = TinyModel.builder().write(folder.resolve("tiny.gguf")).toString();
  }

  @Test
  void oneHeadline_anyModel_printsLabelScoreAndProbabilities() throws Exception {
    List<String> lines = run(OneHeadline::main, "Shares rise", tiny);

    assertThat(lines).hasSize(5);
    assertThat(lines.get(0)).isEqualTo("Shares rise");
    assertThat(lines.get(1)).matches(LABEL + ", score [+-]\\d\\.\\d\\d, \\d+ tokens, \\d+ ms");
    assertThat(lines.get(4)).matches("NEGATIVE \\d\\.\\d{3}");
  }

  @Test
  void oneHeadline_embeddedModel_isPositive() throws Exception {
    assertThat(run(OneHeadline::main).get(1)).startsWith("POSITIVE, score +");
  }

  @Test
  void csvBatch_anyModel_keepsRowsAndAddsColumns() throws Exception {
    List<String> rows = csvBatch(tiny);

    assertThat(rows).hasSize(6);
    assertThat(rows.get(0)).isEqualTo("date,headline,label,score,error");
    assertThat(rows.get(3))
        .matches(
            "2026-11-04,\"Operating profit rose to EUR 13 mn, from EUR 8 mn\","
                + LABEL
                + ",-?\\d\\.\\d{3},");
    assertThat(rows.get(4)).isEqualTo("2026-11-05,,,,EMPTY_TEXT");
  }

  @Test
  void csvBatch_embeddedModel_givesTheRightLabels() throws Exception {
    List<String> rows = csvBatch();

    assertThat(rows.get(1)).contains(",POSITIVE,");
    assertThat(rows.get(2)).contains(",NEUTRAL,");
    assertThat(rows.get(3)).contains(",POSITIVE,");
    assertThat(rows.get(5)).contains(",NEGATIVE,-");
  }

  @Test
  void prepareData_ownNames_writesTheSplits() throws Exception {
    Path out = folder.resolve("prepared");

    List<String> lines = run(PrepareData::main, "data/labelled.csv", out.toString());

    assertThat(lines)
        .containsExactly(
            "2: same text with another label",
            "1: same text again",
            "train {POSITIVE=8, NEUTRAL=7, NEGATIVE=8}",
            "validation {POSITIVE=1, NEUTRAL=1, NEGATIVE=1}",
            "test {POSITIVE=1, NEUTRAL=1, NEGATIVE=1}");
    assertThat(Files.readAllLines(out.resolve("train.jsonl"))).hasSize(23);
  }

  @Test
  void asyncUnderLoad_anyModel_endsEveryText() throws Exception {
    assertThat(run(AsyncUnderLoad::main, tiny).get(0))
        .matches("64 texts: \\{[A-Z_=0-9, ]+}; found no room \\d+ times")
        .containsPattern(LABEL + "=")
        .doesNotContain("BUSY");
  }

  @Test
  void asyncUnderLoad_embeddedModel_findsNoRoomAndIsRightAllTheSame() throws Exception {
    assertThat(run(AsyncUnderLoad::main).get(0))
        .matches("64 texts: \\{POSITIVE=64}; found no room [1-9]\\d* times");
  }

  @Test
  void ownLabelsAndPrompt_anyModel_answersWithTheWords() throws Exception {
    List<String> lines = run(OwnLabelsAndPrompt::main, tiny);

    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).matches("(积极|中性|消极) \\d\\.\\d{3} 美联储宣布降息50bp.*");
    assertThat(lines.get(2))
        .isEqualTo("root ::= \"\\u79EF\\u6781\" | \"\\u4E2D\\u6027\" | \"\\u6D88\\u6781\"");
  }

  @Test
  void ownLabelsAndPrompt_embeddedModel_isRightInOtherWords() throws Exception {
    List<String> lines = run(OwnLabelsAndPrompt::main);

    assertThat(lines.get(0)).startsWith("积极");
    assertThat(lines.get(1)).startsWith("消极");
  }

  @Test
  void ownEngine_wordList_countsWords() throws Exception {
    assertThat(run(OwnEngine::main))
        .containsExactly(
            "engine: word-list",
            "POSITIVE 0.844 Shares surge after record profit",
            "NEUTRAL  0.576 Board meets on Tuesday",
            "NEGATIVE 0.844 Losses widen as demand falls");
  }

  private static List<String> csvBatch(String... model) throws Exception {
    Path out = folder.resolve("out.csv");
    List<String> args = new ArrayList<>(List.of("data/headlines.csv", out.toString()));
    args.addAll(List.of(model));
    assertThat(run(CsvBatch::main, args.toArray(String[]::new)))
        .containsExactly("5 rows -> " + out);
    return Files.readAllLines(out);
  }

  private interface Main {
    void run(String[] args) throws Exception;
  }

  private static List<String> run(Main main, String... args) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, UTF_8));
    try {
      main.run(args);
    } finally {
      System.setOut(before);
    }
    return out.toString(UTF_8).lines().toList();
  }
}
