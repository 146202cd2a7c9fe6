package io.github.sentiment4j.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.LabelledTexts;
import io.github.sentiment4j.evaluation.data.LabelledFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said about files that are not what they are said to be. */
final class BadFilesTest {
  @TempDir Path folder;

  @Test
  void json_broken_hasLineAndColumn() throws IOException {
    assertMessage(
            "a.json", "[{\"text\": \"a\", \"label\": \"positive\"},\n{\"text\": \"b\" \"label\"}]")
        .contains("a.json, line 2, column 14: expected JSON, found '\"'");
  }

  @Test
  void json_cutOff_hasLineAndColumn() throws IOException {
    assertMessage("a.json", "[{\"text\": \"a\", \"label\": \"positive\"},\n{\"text\": ")
        .containsPattern("a\\.json, line 2, column \\d+: expected JSON, found the end of the text");
  }

  @Test
  void json_brokenBehindTheItems_isFound() throws IOException {
    assertMessage("a.json", "[{\"text\": \"a\", \"label\": \"positive\"}] ]")
        .contains("a.json, line 1, column");
  }

  @Test
  void json_ofSomethingElse_saysWhat() throws IOException {
    assertMessage("a.json", "\"text\"")
        .contains(
            "line 1: expected an array of objects, or objects one after another, found a string");
  }

  @Test
  void jsonLines_broken_hasItsOwnLine() throws IOException {
    assertMessage(
            "a.jsonl",
            "{\"text\": \"a\", \"label\": \"positive\"}\n\n{\"text\": \"b\"\n{\"text\": \"c\"}\n")
        .containsPattern(
            "a\\.jsonl, line 3, column 1\\d: expected JSON, found the end of the text");
  }

  @Test
  void jsonLines_twoObjectsInALine_areRefused() throws IOException {
    assertMessage("a.jsonl", "{\"text\": \"a\", \"label\": \"positive\"} {\"text\": \"b\"}\n")
        .contains("a.jsonl, line 1: expected one JSON object in a line, found more behind it");
  }

  @Test
  void jsonLines_noObject_isRefused() throws IOException {
    assertMessage("a.jsonl", "[1, 2]\n")
        .contains("line 1: expected a JSON object, found \"[1, 2]\"");
  }

  @Test
  void csv_rowOfOtherLength_isRefused() throws IOException {
    assertMessage("a.csv", "text,label\na,positive\nb, c,negative\n")
        .contains(
            "a.csv, line 3: expected 2 values as in the header, found 3; values that hold the"
                + " separator need quotes");
  }

  @Test
  void csv_quoteThatNeverEnds_hasTheLineWhereItBegins() throws IOException {
    assertMessage("a.csv", "text,label\na,positive\n\"b,negative\nc,neutral\n")
        .contains("a.csv, line 3: a quoted value begins in this row and never ends; everything");
  }

  @Test
  void csv_otherColumns_areListed() throws IOException {
    assertMessage("a.csv", "headline,stance\na,positive\n")
        .contains(
            "a.csv: expected a value in \"text|Title\", found none in 1 item; the first has the"
                + " fields: headline, stance; --text-column names another one");
  }

  @Test
  void csv_headerOnly_isEmpty() throws IOException {
    assertMessage("a.csv", "text,label\n")
        .contains("expected items, found none: the file is empty");
  }

  @Test
  void anyFormat_empty_isRefused() throws IOException {
    for (String name : List.of("a.csv", "a.tsv", "a.json", "a.jsonl")) {
      assertMessage(name, "").contains(name + ": expected items, found none: the file is empty");
    }
    assertMessage("a.xlsx", "").contains("a.xlsx: expected a workbook of Excel 2007 or later");
  }

  @Test
  void anyFormat_notUtf8_hasTheLine() throws IOException {
    for (String name : List.of("a.csv", "a.tsv", "a.json", "a.jsonl")) {
      Path file = folder.resolve(name);
      String start =
          name.startsWith("a.json")
              ? "{\"text\": \"a\", \"label\": \"positive\"}\n"
              : "text,label\n";
      Files.write(file, (start + "Caf\u00e9,positive\n").getBytes(StandardCharsets.ISO_8859_1));
      assertMessage(file)
          .contains(
              name
                  + ", line 2: expected UTF-8, found the byte 0xE9; save it as UTF-8, or name its"
                  + " --encoding");
    }
  }

  @Test
  void anyFormat_byteOrderMark_isSkipped() throws IOException {
    Path csv = Files.writeString(folder.resolve("a.csv"), "\uFEFFtext,label\na,positive\n");
    Path json =
        Files.writeString(
            folder.resolve("a.json"), "\uFEFF[{\"text\": \"a\", \"label\": \"positive\"}]");

    assertThat(LabelledTexts.read(LabelledFile.of(csv), Map.of()).texts()).hasSize(1);
    assertThat(LabelledTexts.read(LabelledFile.of(json), Map.of()).texts()).hasSize(1);
  }

  @Test
  void xlsx_noWorkbook_isRefused() throws IOException {
    assertMessage("a.xlsx", "text,label\na,positive\n")
        .contains(
            "a.xlsx: expected a workbook of Excel 2007 or later, found something that cannot be read")
        .contains("; save it as .xlsx again");
  }

  @Test
  void anyFormat_damaged_isRefusedOrRead() throws IOException {
    String object = "{\"text\": \"a \\u20ac\", \"label\": \"positive\"}";
    List<Path> files =
        List.of(
            new NewsFixture(folder)
                .workbook(
                    "a.xlsx", "s", List.of(List.of("text", "label"), List.of("a", "positive"))),
            Files.writeString(
                folder.resolve("a.csv"), "text,label\n\"a, €\",positive\nb,neutral\n"),
            Files.writeString(folder.resolve("a.json"), "[" + object + ",\n" + object + "]"),
            Files.writeString(folder.resolve("a.jsonl"), object + "\n" + object + "\n"));
    Random random = new Random(4);
    for (Path file : files) {
      byte[] whole = Files.readAllBytes(file);
      for (int run = 0; run < 300; run++) {
        Files.write(file, damaged(whole, random));
        try {
          LabelledTexts.read(LabelledFile.of(file), Map.of());
        } catch (SentimentException e) {
          assertThat(e.code()).isEqualTo(ErrorCode.INVALID_DATA);
        }
      }
    }
  }

  private static byte[] damaged(byte[] whole, Random random) {
    int place = random.nextInt(whole.length);
    if (random.nextBoolean()) {
      return Arrays.copyOf(whole, place);
    }
    byte[] flipped = whole.clone();
    flipped[place] ^= (byte) (1 << random.nextInt(8));
    return flipped;
  }

  @Test
  void anyFormat_noSuchFile_isSaid() {
    for (String name : List.of("a.csv", "a.json", "a.jsonl", "a.xlsx")) {
      assertThatThrownBy(() -> LabelledTexts.read(LabelledFile.of(folder.resolve(name)), Map.of()))
          .isInstanceOf(NoSuchFileException.class)
          .hasMessageContaining(name);
    }
  }

  @Test
  void anyFormat_folder_isSaid() throws IOException {
    assertMessage(Files.createDirectory(folder.resolve("a.csv")))
        .contains("a.csv: expected a file, found a folder");
  }

  @Test
  void of_unknownExtension_listsTheKnown() {
    assertThatThrownBy(() -> LabelledFile.of(Path.of("a.txt")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a.txt: expected a file that ends in .csv, .tsv, .json, .jsonl, .ndjson or .xlsx");
  }

  private Message assertMessage(String name, String content) throws IOException {
    return assertMessage(Files.writeString(folder.resolve(name), content));
  }

  private static Message assertMessage(Path file) {
    return new Message(
        assertThatThrownBy(() -> LabelledTexts.read(LabelledFile.of(file), Map.of()))
            .isInstanceOfSatisfying(
                SentimentException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_DATA)));
  }

  /** The message of what was thrown. */
  private record Message(AbstractThrowableAssert<?, ?> thrown) {
    Message contains(String part) {
      thrown.hasMessageContaining(part);
      return this;
    }

    void containsPattern(String pattern) {
      thrown.message().containsPattern(pattern);
    }
  }
}
