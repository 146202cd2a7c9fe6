package io.github.sentiment4j.train.internal.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sentiment4j.core.PromptTemplate;
import io.github.sentiment4j.gguf.TinyModel;
import io.github.sentiment4j.model.checkpoint.GgufCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the ids that the engine is held to as well, {@code prompt-tokens.tsv}. */
final class PromptTokenizerTest {
  private static final Path GOLDEN =
      Path.of("../sentiment-native/src/test/resources/goldens/prompt-tokens.tsv");
  private static final List<String> VOCABULARIES = List.of("tiny", "compact-reference", "qwen2.5");
  private static final Pattern UTF16_UNIT = Pattern.compile("\\\\u([0-9a-f]{4})");

  @TempDir Path folder;

  @Test
  void prompt_tinyVocabulary_isTheEngines() throws IOException {
    compare("tiny", TinyModel.builder().write(folder.resolve("tiny.gguf")));
  }

  @Test
  void prompt_compactVocabulary_isTheEngines() throws IOException {
    compare("compact-reference", real("compact-reference-q4_0.gguf"));
  }

  @Test
  void prompt_qwenVocabulary_isTheEngines() throws IOException {
    compare("qwen2.5", real("qwen2.5-coder-0.5b-instruct-q4_k_m.gguf"));
  }

  @Test
  void prompt_textThatIsTooLong_losesItsEndAndKeepsTheSuffix() throws IOException {
    Path model = TinyModel.builder().write(folder.resolve("tiny.gguf"));
    try (PromptTokenizer tokenizer =
        new PromptTokenizer(
            GgufCheckpoint.read(model).vocabulary(), PromptTemplate.of("a{text}z"))) {
      PromptTokenizer.Prompt whole = tokenizer.prompt("0123456789", 12);
      PromptTokenizer.Prompt shortened = tokenizer.prompt("0123456789", 6);

      assertThat(whole.shortened()).isFalse();
      assertThat(shortened.shortened()).isTrue();
      assertThat(shortened.ids())
          .isEqualTo(
              PromptTokenizer.join(Arrays.copyOf(whole.ids(), 5), new int[] {whole.ids()[11]}));
      assertThatThrownBy(() -> tokenizer.prompt("0123456789", 2))
          .hasMessageContaining("expected room for a text beside the 2 tokens of the prompt");
    }
  }

  private static Path real(String name) {
    String models = System.getProperty("sentiment4j.models", "");
    assumeTrue(!models.isBlank(), "-Dsentiment4j.models names no folder");
    Path file = Path.of(models, name);
    assumeTrue(Files.exists(file), () -> "there is no " + name + " in -Dsentiment4j.models");
    return file;
  }

  private static void compare(String vocabulary, Path model) throws IOException {
    List<List<String>> rows =
        Files.readAllLines(GOLDEN).stream()
            .filter(line -> !line.startsWith("#"))
            .map(line -> Arrays.asList(line.split("\t", -1)))
            .toList();
    int column = 2 + VOCABULARIES.indexOf(vocabulary);
    GgufCheckpoint checkpoint = GgufCheckpoint.read(model);
    for (int i = 0; i < 2; i++) {
      List<String> prefix = only(rows, "prefix" + i);
      List<String> suffix = only(rows, "suffix" + i);
      PromptTemplate template =
          PromptTemplate.of(unescape(prefix.get(1)) + "{text}" + unescape(suffix.get(1)));
      try (PromptTokenizer tokenizer = new PromptTokenizer(checkpoint.vocabulary(), template)) {
        for (List<String> row : rows) {
          if (row.get(0).equals("text") || row.get(0).equals("unnormalised")) {
            assertThat(tokenizer.prompt(unescape(row.get(1)), 100_000).ids())
                .as(vocabulary + ", prompt " + template + ", text " + row.get(1))
                .isEqualTo(
                    PromptTokenizer.join(
                        ids(prefix.get(column)), ids(row.get(column)), ids(suffix.get(column))));
          }
        }
      }
    }
  }

  private static List<String> only(List<List<String>> rows, String kind) {
    return rows.stream().filter(row -> row.get(0).equals(kind)).findFirst().orElseThrow();
  }

  private static int[] ids(String cell) {
    return cell.isEmpty()
        ? new int[0]
        : Arrays.stream(cell.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
  }

  private static String unescape(String cell) {
    return UTF16_UNIT
        .matcher(cell)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(match.group(1), 16))));
  }
}
