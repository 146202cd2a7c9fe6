package io.github.sentiment4j.model.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.GgufType;
import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.gguf.TokenType;
import io.github.sentiment4j.model.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders against what convert_hf_to_gguf.py makes of them, and what is written against both. */
class TokenizerFolderTest {
  @TempDir Path temporary;

  static List<String> cases() {
    return TokenizerGoldens.cases();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void read_folder_givesTheKeysOfConvertHfToGgufInItsOrder(String name) throws Exception {
    Path folder = TokenizerGoldens.folder(name, temporary.resolve(name));

    Vocabulary vocabulary = TokenizerFolder.read(folder);

    GgufFile file = TokenizerGoldens.gguf(vocabulary, temporary.resolve("keys.gguf"));
    List<String> expected = new ArrayList<>();
    TokenizerGoldens.json(name + ".json").forEach(key -> expected.add(golden(key)));
    List<String> found = new ArrayList<>();
    file.metadata()
        .forEach(
            (key, value) -> {
              if (key.startsWith("tokenizer.")) {
                found.add(key + " " + type(value) + " " + summary(value));
              }
            });
    assertThat(found).containsExactlyElementsOf(expected);
  }

  private static String golden(JsonNode key) {
    JsonNode value = key.get(2);
    String text =
        value.isArray() ? value.get(0).asInt() + " " + value.get(1).asText() : value.asText();
    return key.get(0).asText() + " " + key.get(1).asText() + " " + text;
  }

  private static String type(GgufValue value) {
    return value.type() == GgufType.ARRAY
        ? "ARRAY " + value.typeName().replaceAll("\\[.*", "")
        : value.typeName();
  }

  private static String summary(GgufValue value) {
    if (value.isArrayOf(GgufType.STRING)) {
      return value.length() + " " + sha256(value.asStrings().stream());
    }
    return switch (value.type()) {
      case ARRAY ->
          value.length() + " " + sha256(Arrays.stream(value.asInt32s()).mapToObj(String::valueOf));
      case STRING -> value.asString();
      default -> value.toString();
    };
  }

  static String sha256(Stream<String> elements) {
    byte[] bytes = elements.collect(Collectors.joining("\0")).getBytes(UTF_8);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "qwen2-published",
        "qwen2-decoder",
        "qwen2-templates",
        "qwen2-bare",
        "smollm-published"
      })
  void write_vocabularyOfAFolder_isReadAsTheSameVocabulary(String name) throws IOException {
    Path folder = TokenizerGoldens.folder(name, temporary.resolve(name));
    Vocabulary vocabulary = TokenizerFolder.read(folder);
    Path written = Files.createDirectories(temporary.resolve("written"));

    TokenizerFolder.write(vocabulary, written);

    Files.copy(folder.resolve("config.json"), written.resolve("config.json"));
    assertThat(keys(TokenizerFolder.read(written))).isEqualTo(keys(vocabulary));
  }

  @Test
  void write_pretokenizerOfAnother_isRefused() {
    Vocabulary vocabulary =
        new Vocabulary("tekken", List.of("a"), new int[] {1}, List.of(), Map.of(), Map.of());

    assertRefused(
        () -> TokenizerFolder.write(vocabulary, temporary),
        Kind.MODEL_UNSUPPORTED,
        temporary.resolve("tokenizer.json")
            + ": tokenizer to write: expected a pre-tokenizer that is supported, found tekken");
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void write_vocabularyThatAddsTokensBehind_isRefused() throws IOException {
    Path folder = TokenizerGoldens.folder("smollm-old", temporary.resolve("old"));
    Goldens.replace(folder.resolve("tokenizer_config.json"), "add_bos_token", "add_eos_token");
    Vocabulary vocabulary = TokenizerFolder.read(folder);
    Path written = Files.createDirectories(temporary.resolve("written"));

    assertRefused(
        () -> TokenizerFolder.write(vocabulary, written),
        Kind.MODEL_UNSUPPORTED,
        written.resolve("tokenizer.json")
            + ": tokenizer to write: expected nothing but a begin of text to be added to every text,"
            + " found tokenizer.ggml.add_eos_token true");
    assertThat(written).isEmptyDirectory();
  }

  @Test
  void read_noTokenizerJson_isNotFound() throws IOException {
    Path folder = published();
    Path file = folder.resolve("tokenizer.json");
    Files.delete(file);

    assertRefused(
        folder, Kind.MODEL_NOT_FOUND, file + ": expected a JSON file, found no such file");
  }

  @Test
  void read_vocabAndMergesOnly_saysHowToMakeATokenizerJson() throws IOException {
    Path folder = published();
    Path file = folder.resolve("tokenizer.json");
    Files.move(file, folder.resolve("vocab.json"));

    assertRefused(
        folder,
        Kind.MODEL_NOT_FOUND,
        file
            + ": expected a JSON file, found only vocab.json of an older tokenizer; make one in"
            + " Python with AutoTokenizer.from_pretrained(FOLDER).save_pretrained(FOLDER)");
  }

  @Test
  void read_noConfigJson_isNotFound() throws IOException {
    Path folder = published();
    Path file = folder.resolve("config.json");
    Files.delete(file);

    assertRefused(
        folder, Kind.MODEL_NOT_FOUND, file + ": expected a JSON file, found no such file");
  }

  @Test
  void read_sentencePieceModel_isUnsupported() throws IOException {
    Path folder = published();
    Path file = Files.createFile(folder.resolve("tokenizer.model"));

    assertRefused(
        folder,
        Kind.MODEL_UNSUPPORTED,
        file + ": expected tokenizer.json only, found a SentencePiece model");
  }

  @Test
  void read_fewerRowsThanTokens_isCorrupt() throws IOException {
    Path folder = published();
    Path file = folder.resolve("config.json");
    Goldens.replace(file, "\"vocab_size\": 577", "\"vocab_size\": 100");

    assertRefused(
        folder,
        Kind.MODEL_INVALID,
        file
            + ": \"vocab_size\": expected at least the 572 tokens of tokenizer.json and at most"
            + " 1048576, found 100");
  }

  @Test
  void read_moreRowsThanAnyVocabularyHas_isCorruptBeforeMemoryIsTaken() throws IOException {
    Path folder = published();
    Path file = folder.resolve("config.json");
    Goldens.replace(file, "\"vocab_size\": 577", "\"vocab_size\": 2147483647");

    assertRefused(
        folder,
        Kind.MODEL_INVALID,
        file
            + ": \"vocab_size\": expected at least the 572 tokens of tokenizer.json and at most"
            + " 1048576, found 2147483647");
  }

  @Test
  void read_specialIdOutsideTheVocabulary_isCorrupt() throws IOException {
    Path folder = published();
    Path file = folder.resolve("config.json");
    Goldens.replace(file, "\"bos_token_id\": 565", "\"bos_token_id\": 577");

    assertRefused(
        folder,
        Kind.MODEL_INVALID,
        file + ": \"bos_token_id\": expected a token id below 577, found 577");
  }

  @Test
  void read_configurationOfAnotherTokenizer_isCorrupt() throws IOException {
    Path folder = published();
    Path file = folder.resolve("tokenizer_config.json");
    Goldens.replace(file, "\"566\": {", "\"700\": {");

    assertRefused(
        folder,
        Kind.MODEL_INVALID,
        file + ": token \"<|im_start|>\": expected id 566, the next that is free, found 700");
  }

  @Test
  void read_tokenWithATextThatIsTaken_isCorrupt() throws IOException {
    Path folder = published();
    Goldens.replace(folder.resolve("tokenizer.json"), "\"</tool_call>\"", "\"[PAD573]\"");
    Goldens.replace(folder.resolve("tokenizer_config.json"), "\"</tool_call>\"", "\"[PAD573]\"");

    assertRefused(
        folder,
        Kind.MODEL_INVALID,
        folder.resolve("tokenizer.json")
            + ": tokens: expected every token once, found \"[PAD573]\" at 569 and at 573");
  }

  @Test
  void read_gapInTheVocabulary_isFilledWithUnusedTokens() throws IOException {
    Path folder = TokenizerGoldens.folder("qwen2-bare", temporary.resolve("bare"));
    Goldens.replace(folder.resolve("config.json"), "\"vocab_size\": 572", "\"vocab_size\": 600");
    Goldens.replace(folder.resolve("tokenizer.json"), ":564}", ":590}");

    Vocabulary vocabulary = TokenizerFolder.read(folder);

    assertThat(vocabulary.size()).isEqualTo(600);
    assertThat(vocabulary.tokens().get(564)).isEqualTo("[PAD564]");
    assertThat(vocabulary.type(564)).isEqualTo(TokenType.UNUSED);
    assertThat(vocabulary.tokens().get(589)).isEqualTo("[PAD589]");
    assertThat(vocabulary.tokens().get(590)).startsWith("å¤®");
    assertThat(vocabulary.type(590)).isEqualTo(TokenType.NORMAL);
    assertThat(vocabulary.tokens().get(565)).isEqualTo("<|endoftext|>");
  }

  @Test
  void read_gapBeforeAnAddedToken_isCorrupt() throws IOException {
    Path folder = TokenizerGoldens.folder("qwen2-bare", temporary.resolve("bare"));
    Path file = folder.resolve("tokenizer.json");
    Goldens.replace(file, "\"id\":570", "\"id\":575");

    assertRefused(
        folder,
        Kind.MODEL_INVALID,
        file + ": token \"<|fim_pad|>\": expected id 570, the next that is free, found 575");
  }

  private Path published() throws IOException {
    return TokenizerGoldens.folder("qwen2-published", temporary.resolve("published"));
  }

  private Map<String, GgufValue> keys(Vocabulary vocabulary) throws IOException {
    return TokenizerGoldens.gguf(vocabulary, temporary.resolve("keys.gguf")).metadata();
  }

  private static void assertRefused(Path folder, Kind kind, String message) {
    assertRefused(() -> TokenizerFolder.read(folder), kind, message);
  }

  private static void assertRefused(ThrowingCallable call, Kind kind, String message) {
    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(call)
        .withMessage(message)
        .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
  }
}
