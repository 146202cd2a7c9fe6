package io.github.sentiment4j.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.model.Goldens;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which pre-tokenizer a folder's model has. The folders under {@code goldens/resaved} are what
 * transformers 5.24 made of those of {@link TokenizerGoldens}, see {@code resaved.py}.
 */
class PreTokenizerProbeTest {
  private static final String GPT2_WARNING =
      "tokenizer.json splits like gpt-2, the model file like smollm, as its vocabulary was made:"
          + " \"up  12\" is \"u\" \"p\" \" \" \" \" \"1\" \"2\" with the one and \"u\" \"p\" \"  \""
          + " \"1\" \"2\" with the other (transformers 5 drops the step that splits digits when it"
          + " saves a folder of tokenizer_class GPT2Tokenizer); what was trained with this"
          + " tokenizer.json meets other tokens in the model file, so train with that of the base"
          + " model";

  @TempDir Path temporary;

  @Test
  void open_smollmThatTransformers5Saved_isSmollmWithAWarning() throws IOException {
    TokenizerFolder tokenizer = TokenizerFolder.open(resaved("smollm"));

    assertThat(tokenizer.vocabulary().pre()).isEqualTo("smollm");
    assertThat(tokenizer.warning()).contains("the folder's " + GPT2_WARNING);
  }

  @Test
  void open_qwenThatTransformers5Saved_isQwenWithoutAWarning() throws IOException {
    TokenizerFolder tokenizer = TokenizerFolder.open(resaved("qwen2"));

    assertThat(tokenizer.vocabulary().pre()).isEqualTo("qwen2");
    assertThat(tokenizer.warning()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"smollm", "qwen2"})
  void ids_folderThatTransformers5Saved_areThoseOfTransformers(String name) throws IOException {
    JsonNode golden = new ObjectMapper().readTree(Files.readString(golden("ids.json")));
    Path folder = resaved(name);
    Vocabulary vocabulary = TokenizerFolder.read(folder);
    PreTokenizerProbe probe =
        new PreTokenizerProbe(
            TokenizerJsonReader.read(folder.resolve("tokenizer.json")),
            vocabulary.tokens(),
            vocabulary.mergeTable());

    for (int i = 0; i < golden.path("texts").size(); i++) {
      JsonNode ids = golden.path(name).path(i);
      assertThat(probe.ids(golden.path("texts").path(i).textValue()))
          .as(golden.path("texts").path(i).textValue())
          .containsExactly(
              IntStream.range(0, ids.size()).map(at -> ids.path(at).intValue()).toArray());
    }
  }

  @Test
  void warning_adapterThatWasSavedWithAnotherSplit_saysWhatItLearnt() throws IOException {
    Vocabulary base = TokenizerFolder.read(published("smollm"));

    assertThat(TokenizerFolder.warning(resaved("smollm"), base))
        .contains("the adapter's " + GPT2_WARNING);
    assertThat(TokenizerFolder.warning(temporary.resolve("smollm-published"), base)).isEmpty();
    assertThat(TokenizerFolder.warning(temporary, base)).isEmpty();
  }

  @Test
  void warning_adapterWithATokenizerThatIsNotKnown_saysThatItCannotBeCompared() throws IOException {
    Vocabulary base = TokenizerFolder.read(published("smollm"));
    Path file = Files.writeString(temporary.resolve("tokenizer.json"), "{}");

    assertThat(TokenizerFolder.warning(temporary, base))
        .contains(
            "the adapter's tokenizer cannot be compared with the base's: "
                + file
                + ": expected a BPE model with vocab and merges, found 0 tokens, 0 merges");
  }

  @Test
  void open_noNormalizer_isQwenWithAWarning() throws IOException {
    Path folder = published("qwen2");
    Goldens.replace(folder.resolve("tokenizer.json"), "{\"type\":\"NFC\"}", "null");

    TokenizerFolder tokenizer = TokenizerFolder.open(folder);

    assertThat(tokenizer.vocabulary().pre()).isEqualTo("qwen2");
    assertThat(tokenizer.warning().orElseThrow())
        .startsWith(
            "the folder's tokenizer.json splits like qwen2 with normalizer null, the model file like"
                + " qwen2, as its vocabulary was made: \"cafe\\u0301\" is \"caf\" \"e\" ")
        .contains(" with the one and \"caf\u00e9\" with the other; what was trained");
  }

  /** The same split in other words: none of them changes a token, so none is worth a warning. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '`',
      value = {
        "\"behavior\":\"Isolated\",\"invert\":false§\"behavior\":\"Removed\",\"invert\":true",
        "(?i:'s|'t|'re|'ve|'m|'ll|'d)§(?i:'(?:[stmd]|re|ve|ll))",
        "\\\\p{L}+§\\\\p{L}++",
        "\\\\s*[\\\\r\\\\n]+§\\\\s*[\\\\n\\\\r]+",
        "\"trim_offsets\":false§\"trim_offsets\":true",
        "\"ignore_merges\":false§\"ignore_merges\":true",
        "{\"type\":\"NFC\"}§{\"type\":\"Sequence\",\"normalizers\":[{\"type\":\"NFC\"}]}",
      })
  void open_sameSplitSpelledOtherwise_isQwenWithoutAWarning(String text, String instead)
      throws IOException {
    Path folder = published("qwen2");
    Goldens.replace(folder.resolve("tokenizer.json"), text, instead);

    TokenizerFolder tokenizer = TokenizerFolder.open(folder);

    assertThat(tokenizer.vocabulary().pre()).isEqualTo("qwen2");
    assertThat(tokenizer.warning()).isEmpty();
  }

  @Test
  void open_splitThatDiffersInOneCharacter_warnsWithIt() throws IOException {
    Path folder = published("qwen2");
    Goldens.replace(folder.resolve("tokenizer.json"), "|\\\\p{N}|", "|[\\\\p{N}/]|");

    assertThat(TokenizerFolder.open(folder).warning().orElseThrow())
        .startsWith(
            "the folder's tokenizer.json splits like no other that is known, the model file like"
                + " qwen2, as its vocabulary was made: \"a//1/ /b'/\\u000a\" is \"a\" \"/\" \"/\""
                + " \"1\" \"/\" \" \" \"/\"");
  }

  @Test
  void open_splitOfNobody_isRefusedWithHowItSplits() throws IOException {
    Path folder = published("qwen2");
    Path file = folder.resolve("tokenizer.json");
    Goldens.replace(file, "|\\\\p{N}|", "|\\\\p{N}{1,2}|");

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> TokenizerFolder.open(folder))
        .withMessageStartingWith(
            file
                + ": /pre_tokenizer: expected one that splits like qwen2, qwen35, llama-bpe,"
                + " smollm, gpt-2; llama-bpe is the nearest and splits \"12345\" into \"123\" \"45\","
                + " found \"12\" \"34\" \"5\" ({\"type\":\"Sequence\"")
        .withMessageEndingWith(
            " with normalizer {\"type\":\"NFC\"}); take the tokenizer.json of the base model")
        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.MODEL_UNSUPPORTED));
  }

  @Test
  void open_prefixSpace_isRefused() throws IOException {
    Path folder = published("smollm");
    Goldens.replace(
        folder.resolve("tokenizer.json"),
        "{\"type\":\"ByteLevel\",\"add_prefix_space\":false,\"trim_offsets\":true,\"use_regex\":true}]",
        "{\"type\":\"ByteLevel\",\"add_prefix_space\":true,\"trim_offsets\":true,\"use_regex\":true}]");

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> TokenizerFolder.open(folder))
        .withMessageContaining(
            "qwen2 is the nearest and splits \"up  12\" into \"up\" \" \" \" \" \"1\" \"2\", found \" up\" \"  \" \" 1\" \" 2\" (");
  }

  @Test
  void open_splitOfLlama3WithItsFirstToken_hasItToo() throws IOException {
    Path folder = llama3();

    Vocabulary vocabulary = TokenizerFolder.read(folder);

    assertThat(vocabulary.pre()).isEqualTo("llama-bpe");
    assertThat(vocabulary.beginOfText()).isEqualTo(OptionalInt.of(565));
    assertThat(vocabulary.otherKeys())
        .containsEntry("tokenizer.ggml.add_bos_token", GgufValue.bool(true));
    Path written = Files.createDirectory(temporary.resolve("written"));
    TokenizerFolder.write(vocabulary, written);
    Files.copy(folder.resolve("config.json"), written.resolve("config.json"));
    TokenizerFolder again = TokenizerFolder.open(written);
    assertThat(again.warning()).isEmpty();
    assertThat(again.vocabulary().pre()).isEqualTo("llama-bpe");
    assertThat(again.vocabulary().beginOfText()).isEqualTo(OptionalInt.of(565));
  }

  @Test
  void open_splitOfLlama3WithoutAFirstToken_saysSoAsLlamaCppWouldAddOne() throws IOException {
    Path folder = llama3();
    Goldens.replace(
        folder.resolve("tokenizer.json"),
        "{\"SpecialToken\":{\"id\":\"<|endoftext|>\",\"type_id\":0}},",
        "");

    Vocabulary vocabulary = TokenizerFolder.read(folder);

    assertThat(vocabulary.beginOfText()).isEmpty();
    assertThat(vocabulary.otherKeys())
        .containsEntry("tokenizer.ggml.add_bos_token", GgufValue.bool(false));
  }

  /** Qwen's vocabulary as Llama 3 would split for it. */
  private Path llama3() throws IOException {
    Path folder = published("qwen2");
    Files.delete(folder.resolve("tokenizer_config.json"));
    Path file = folder.resolve("tokenizer.json");
    Goldens.replace(file, "|\\\\p{N}|", "|\\\\p{N}{1,3}|");
    Goldens.replace(file, "{\"type\":\"NFC\"}", "null");
    Goldens.replace(file, "\"ignore_merges\":false", "\"ignore_merges\":true");
    String json = Files.readString(file);
    Files.writeString(
        file,
        json.replaceFirst(
            "\"post_processor\":\\{[^}]*}",
            "\"post_processor\":{\"type\":\"TemplateProcessing\",\"single\":["
                + "{\"SpecialToken\":{\"id\":\"<|endoftext|>\",\"type_id\":0}},"
                + "{\"Sequence\":{\"id\":\"A\",\"type_id\":0}}]}"));
    return folder;
  }

  @ParameterizedTest
  @CsvSource({
    "SmolLM2-135M-Instruct.Q4_1.gguf, smollm",
    "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf, qwen2"
  })
  void open_realVocabularyWithTheSplitOfGpt2_isKnownByItsIds(String name, String pre)
      throws IOException {
    String models = System.getProperty("sentiment4j.models", "");
    assumeTrue(!models.isBlank(), "-Dsentiment4j.models names no folder");
    Path file = Path.of(models, name);
    assumeTrue(Files.exists(file), () -> "there is no " + name);
    Vocabulary vocabulary = Vocabulary.of(GgufFile.read(file));
    TokenizerFolder.write(vocabulary, temporary);
    Files.writeString(
        temporary.resolve("config.json"), "{\"vocab_size\": " + vocabulary.size() + "}");
    // What transformers 5 does to a folder of tokenizer_class GPT2Tokenizer; no normalizer, which
    // does not change the text that counts.
    String json = Files.readString(temporary.resolve("tokenizer.json"));
    Files.writeString(
        temporary.resolve("tokenizer.json"),
        pre.equals("smollm")
            ? json.replaceFirst("\\{\\s*\"type\" : \"Digits\",[^}]*},", "")
            : json.replaceFirst("\\{\\s*\"type\" : \"NFC\"\\s*}", "null"));

    TokenizerFolder tokenizer = TokenizerFolder.open(temporary);

    assertThat(tokenizer.vocabulary().pre()).isEqualTo(pre);
    assertThat(tokenizer.warning()).isPresent();
    assertThat(Map.of("smollm", "\"up  12\"", "qwen2", "\"cafe\\u0301\"").get(pre))
        .isSubstringOf(tokenizer.warning().orElseThrow());
  }

  private Path published(String name) throws IOException {
    return TokenizerGoldens.folder(name + "-published", temporary.resolve(name + "-published"));
  }

  private static Path resaved(String name) {
    return golden(name);
  }

  private static Path golden(String name) {
    try {
      return Path.of(PreTokenizerProbeTest.class.getResource("/goldens/resaved/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
