package io.github.sentiment4j.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.jni.LlamaTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * llama.cpp over our vocabularies against Hugging Face's tokenizers library over {@code
 * tokenizer.json}, id by id. Real vocabularies are those in the folder {@code
 * -Dsentiment4j.models}; with {@code qwen2.5/tokenizer.json} in it, the original is compared too.
 */
class TokenizerParityTest {
  private static final String QWEN = "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf";
  private static final String SMOLLM = "SmolLM2-135M-Instruct.Q4_1.gguf";

  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(strings = {"qwen2-published", "smollm-published"})
  void tokenize_vocabularyOfAFolder_isAsHuggingFaceDoesIt(String name) throws IOException {
    Path folder = TokenizerGoldens.folder(name, temporary.resolve(name));

    compare(name, TokenizerFolder.read(folder), folder.resolve("tokenizer.json"));
  }

  @ParameterizedTest
  @ValueSource(strings = {QWEN, SMOLLM})
  void tokenize_vocabularyOfAGguf_isAsHuggingFaceDoesItWithWhatIsExported(String name)
      throws IOException {
    Vocabulary vocabulary = Vocabulary.of(GgufFile.read(model(name)));

    TokenizerFolder.write(vocabulary, temporary);

    compare(name, vocabulary, temporary.resolve("tokenizer.json"));
  }

  @Test
  void tokenize_originalOfQwen_isAsHuggingFaceDoesIt() throws IOException {
    Path original = model("qwen2.5").resolve("tokenizer.json");
    Files.copy(original, temporary.resolve("tokenizer.json"));
    Files.writeString(temporary.resolve("config.json"), "{\"vocab_size\": 151936}");

    compare("original of Qwen2.5", TokenizerFolder.read(temporary), original);
  }

  @Test
  void tokensAndMerges_qwenGguf_areThoseOfTheOriginalTokenizerJson() throws IOException {
    Vocabulary vocabulary = Vocabulary.of(GgufFile.read(model(QWEN)));
    JsonNode original = TokenizerGoldens.json("qwen2.5.json");
    int tokens = original.at("/tokens/0").asInt();

    assertThat(TokenizerFolderTest.sha256(vocabulary.tokens().stream().limit(tokens)))
        .isEqualTo(original.at("/tokens/1").asText());
    assertThat(TokenizerFolderTest.sha256(vocabulary.merges().stream()))
        .isEqualTo(original.at("/merges/1").asText());
    assertThat(vocabulary.merges()).hasSize(original.at("/merges/0").asInt());
  }

  @Test
  void tokenize_vectorsOfLlamaCpp_areTheirs() throws IOException {
    Map<String, int[]> vectors = LlamaCppVectors.qwen2();
    assertThat(vectors).hasSize(46);
    try (LlamaTokenizer tokenizer = llama(Vocabulary.of(GgufFile.read(model(QWEN))))) {
      vectors.forEach(
          (text, ids) -> assertThat(tokenizer.tokenize(text, false)).as(text).containsExactly(ids));
    }
  }

  private void compare(String name, Vocabulary vocabulary, Path tokenizerJson) throws IOException {
    // SmolLM2 has no token for some control characters. Hugging Face leaves them out before it
    // merges, llama.cpp afterwards.
    boolean allBytes = vocabulary.byteTokens().cardinality() == 256;
    List<String> texts =
        ParityTexts.all(Path.of(System.getProperty("sentiment4j.data", ""))).stream()
            .map(text -> allBytes ? text : text.replaceAll("[\\x00-\\x1F&&[^\t\n\r]]", ""))
            .toList();
    assertThat(texts).hasSizeGreaterThanOrEqualTo(20_000);
    try (DjlTokenizer huggingFace = new DjlTokenizer(tokenizerJson);
        LlamaTokenizer llama = llama(vocabulary)) {
      for (String text : texts) {
        assertThat(llama.tokenize(text, true))
            .as("%s, text %s", name, text)
            .containsExactly(huggingFace.ids(text));
      }
    }
    System.out.printf("[parity] ids, %s: %d texts equal%n", name, texts.size());
  }

  private LlamaTokenizer llama(Vocabulary vocabulary) throws IOException {
    Path file = temporary.resolve("vocabulary.gguf");
    TokenizerGoldens.gguf(vocabulary, file);
    return LlamaTokenizer.open(file);
  }

  private static Path model(String name) {
    String folder = System.getProperty("sentiment4j.models", "");
    assumeTrue(!folder.isBlank(), "-Dsentiment4j.models names no folder");
    Path file = Path.of(folder, name);
    assumeTrue(Files.exists(file), () -> "there is no " + name + " in " + folder);
    return file;
  }
}
