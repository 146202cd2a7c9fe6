package io.github.sentiment4j.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The test sentences have nothing in common with what models are trained on. */
final class OverlapTest {
  private static final List<Path> TESTS =
      List.of(
          Path.of("../sentiment-embedded/recipe/test-en.jsonl"),
          Path.of("../sentiment-embedded/recipe/test-zh.jsonl"));

  @ParameterizedTest
  @CsvSource({
    "test-en, 100, 100, 100",
    "test-zh, 130, 40, 130",
    "validation-en, 95, 115, 90",
    "validation-zh, 120, 60, 120"
  })
  void writtenSentences_countsOfLabels_areThoseOfTheReadme(
      String name, long positive, long neutral, long negative) throws IOException {
    Path file = Path.of("../sentiment-embedded/recipe/" + name + ".jsonl");
    List<String> lines = Files.readAllLines(file);

    assertThat(TextFile.read(file)).hasSize(300).doesNotHaveDuplicates();
    assertThat(lines)
        .filteredOn(line -> line.endsWith("\"label\": \"positive\"}"))
        .hasSize((int) positive);
    assertThat(lines)
        .filteredOn(line -> line.endsWith("\"label\": \"neutral\"}"))
        .hasSize((int) neutral);
    assertThat(lines)
        .filteredOn(line -> line.endsWith("\"label\": \"negative\"}"))
        .hasSize((int) negative);
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "zh"})
  void patterns_literalTexts_shareNoRun(String language) throws IOException {
    HeldOut heldOut = HeldOut.read(TESTS);
    Map<Integer, ? extends Iterable<String>> literals =
        Patterns.read(Path.of("../sentiment-embedded/recipe/patterns-" + language + ".txt"))
            .literals();

    literals.forEach(
        (line, texts) ->
            assertThat(texts)
                .as("patterns-%s.txt:%d", language, line)
                .filteredOn(text -> !heldOut.shared(text).isEmpty())
                .isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "zh"})
  void generatedSentences_shareNoRun(String language) throws IOException {
    HeldOut heldOut = HeldOut.read(TESTS);
    Patterns patterns =
        Patterns.read(Path.of("../sentiment-embedded/recipe/patterns-" + language + ".txt"));

    List<Sentence> sentences = new Generator(patterns, heldOut, 1, 0.3).generate(6000);

    assertThat(sentences)
        .hasSize(6000)
        .filteredOn(sentence -> !heldOut.shared(sentence.text()).isEmpty())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sentfin/SEntFiN.csv", "tfns/sent_train.csv", "tfns/sent_valid.csv"})
  void dataSets_shareNoRun(String file) throws IOException {
    String property = System.getProperty("sentiment4j.data", "");
    assumeTrue(!property.isEmpty(), "-Dsentiment4j.data=FOLDER names the data sets");
    HeldOut heldOut = HeldOut.read(TESTS);

    List<String> texts = TextFile.read(Path.of(property).resolve(file));

    assertThat(texts).hasSizeGreaterThan(2000);
    assertThat(texts).filteredOn(text -> !heldOut.shared(text).isEmpty()).isEmpty();
  }
}
