package io.github.sentiment4j.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sentiment4j.core.SentimentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TeacherTextTest {
  private static final String GOOD =
      """
      {"input":"up","probabilities":{"positive":0.5,"neutral":0.25,"negative":0.25}}
      """;

  @TempDir Path folder;

  @Test
  void read_linesOfPredict_leavesFailedOnesOut() throws IOException {
    Path file = write(GOOD + "\n{\"input\":\"x\",\"error\":{\"code\":\"EMPTY_TEXT\"}}\n");

    assertThat(TeacherText.read(file)).containsExactly(new TeacherText("up", 0.5, 0.25, 0.25));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"input\" 1} | line 2, column 10: expected JSON, found '1'",
        "{\"input\": \"a | line 2, column 13: expected JSON, found the end of the text",
        "{} {} | line 2, column 4: expected JSON, found something behind the value",
        "[] | line 2: expected a text in \"input\", found nothing",
        "{\"input\": 7} | line 2: expected a text in \"input\", found 7",
        "{\"input\": \"a\"} | line 2: expected positive, neutral and negative that make 1 in"
            + " \"probabilities\", found nothing",
        "{\"input\": \"a\", \"probabilities\": {\"positive\": 1}} | line 2: expected positive,"
            + " neutral and negative that make 1 in \"probabilities\", found {\"positive\":1}",
      })
  void read_lineThatIsNone_saysWhereAndWhat(String line, String complaint) throws IOException {
    Path file = write(GOOD + line);

    assertThatThrownBy(() -> TeacherText.read(file))
        .isInstanceOf(SentimentException.class)
        .hasMessageStartingWith(
            file + ", " + complaint + "; these are lines of 'sentiment predict --json'");
  }

  @Test
  void read_otherEncoding_isNamed() throws IOException {
    Path file = folder.resolve("t.jsonl");
    Files.write(file, "{\"input\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> TeacherText.read(file))
        .hasMessageStartingWith(file + ": expected UTF-8, found something else");
  }

  private Path write(String content) throws IOException {
    return Files.writeString(folder.resolve("t.jsonl"), content);
  }
}
