package io.github.sentiment4j.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Words against those of Hugging Face's tokenizers, see {@code word_splits.py}. */
class WordSplitterTest {
  private static final Path FILE = Path.of("tokenizer.json");
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void words_manyWaysToSplit_areThoseOfTokenizers() throws IOException {
    JsonNode golden =
        JSON.readTree(WordSplitterTest.class.getResourceAsStream("/goldens/word_splits.json"));
    JsonNode texts = golden.path("texts");
    JsonNode cases = golden.path("cases");
    assertThat(cases.size()).isEqualTo(42);
    for (JsonNode one : cases) {
      WordSplitter splitter =
          WordSplitter.of(FILE, one.path("normalizer"), one.path("pre_tokenizer"));
      for (int i = 0; i < texts.size(); i++) {
        List<String> words = new ArrayList<>();
        one.path("words").path(i).forEach(word -> words.add(word.textValue()));
        assertThat(splitter.words(texts.path(i).textValue()))
            .as("%s, text %s", one.path("pre_tokenizer"), texts.path(i))
            .isEqualTo(words);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "null|{\"type\":\"Whitespace\"}|/pre_tokenizer: expected Split, Digits and ByteLevel, found {\"type\":\"Whitespace\"}",
        "{\"type\":\"Lowercase\"}|null|/normalizer: expected NFC or none, found {\"type\":\"Lowercase\"}",
        "null|null|/pre_tokenizer: expected a step ByteLevel, found null",
        "null|{\"type\":\"Digits\"}|/pre_tokenizer: expected a step ByteLevel, found {\"type\":\"Digits\"}",
        "null|`{\"type\":\"Split\",\"pattern\":{\"Regex\":\"(?~a)\"},\"behavior\":\"Isolated\"}`|`/pre_tokenizer: expected a pattern that Java can read, found {\"type\":\"Split\",\"pattern\":{\"Regex\":\"(?~a)\"},\"behavior\":\"Isolated\"}`",
        "null|`{\"type\":\"Split\",\"behavior\":\"Isolated\"}`|`/pre_tokenizer: expected Split with a pattern, found {\"type\":\"Split\",\"behavior\":\"Isolated\"}`",
        "null|`{\"type\":\"Split\",\"pattern\":{\"String\":\" \"},\"behavior\":\"Other\"}`|`/pre_tokenizer: expected Split with a behavior that is known, found {\"type\":\"Split\",\"pattern\":{\"String\":\" \"},\"behavior\":\"Other\"}`",
      })
  void of_stepThatIsNotKnown_isRefusedWithIt(String normalizer, String section, String complaint)
      throws IOException {
    JsonNode normalizerNode = JSON.readTree(normalizer);
    JsonNode sectionNode = JSON.readTree(section);

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> WordSplitter.of(FILE, normalizerNode, sectionNode))
        .withMessage("tokenizer.json: " + complaint)
        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.MODEL_UNSUPPORTED));
  }

  @Test
  void of_moreStepsThanAnyTokenizerHas_isRefused() {
    ObjectNode digits = JSON.createObjectNode().put("type", "Digits");
    ObjectNode section = JSON.createObjectNode().put("type", "Sequence");
    ArrayNode steps = section.putArray("pretokenizers");
    IntStream.range(0, 6).forEach(i -> steps.add(digits));
    steps.addObject().put("type", "ByteLevel").put("use_regex", false);

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> WordSplitter.of(FILE, NullNode.getInstance(), section))
        .withMessageContaining("/pre_tokenizer: expected at most 5 steps, found ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(a+)+b", "(a*a*a*)*b", "(?:a|aa|[^b])*b"})
  void words_patternThatTakesExponentialTime_isRefusedWithIt(String regex) {
    ObjectNode section = JSON.createObjectNode().put("type", "Sequence");
    ArrayNode steps = section.putArray("pretokenizers");
    ObjectNode split = steps.addObject().put("type", "Split").put("behavior", "Isolated");
    split.putObject("pattern").put("Regex", regex);
    steps.addObject().put("type", "ByteLevel").put("use_regex", false);
    WordSplitter splitter = WordSplitter.of(FILE, NullNode.getInstance(), section);

    assertThat(splitter.words("ab ab")).isNotEmpty();
    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> splitter.words("a".repeat(5_000)))
        .withMessageContaining(
            "/pre_tokenizer: expected a pattern that takes at most 200 steps for each character,"
                + " found "
                + regex);
  }
}
