package io.github.sentiment4j.model.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused, and in which words. */
class TokenizerJsonReaderTest {
  private static final Path FILE = Path.of("tokenizer.json");

  @TempDir Path temporary;
  private String json;

  @BeforeEach
  void read() throws IOException {
    Path folder = TokenizerGoldens.folder("qwen2-bare", temporary.resolve("bare"));
    json = Files.readString(folder.resolve("tokenizer.json"));
  }

  @Test
  void parse_soundFile_hasTokensMergesAndAddedTokens() {
    TokenizerJson parsed = parse(json);

    assertThat(parsed.normalizer()).hasToString("{\"type\":\"NFC\"}");
    assertThat(parsed.splitter().path("type").asText()).isEqualTo("Sequence");
    assertThat(parsed.ignoreMerges()).isFalse();
    assertThat(parsed.beginOfText()).isEmpty();
    assertThat(parsed.tokens()).hasSize(565).startsWith("!", "\"", "#").doesNotContainNull();
    assertThat(parsed.merges()).hasSize(309).startsWith("Ã ©", "Ġ t");
    assertThat(parsed.addedTokens()).hasSize(7);
    assertThat(parsed.addedToken("<tool_call>"))
        .contains(new TokenizerJson.AddedToken(568, "<tool_call>", false));
  }

  @Test
  void parse_mergesAsText_areTheSameAsPairs() {
    String text = json.replaceAll("\\[\"([^\"\\]]+)\",\"([^\"\\]]+)\"\\]", "\"$1 $2\"");

    assertThat(text).isNotEqualTo(json);
    assertThat(parse(text).merges()).isEqualTo(parse(json).merges());
  }

  @Test
  void parse_blankInAPart_standsForTheCharacterOfBlanks() {
    assertThat(parse(json.replace("[\"Ġ\",\"t\"]", "[\" \",\"t\"]")).merges())
        .startsWith("Ã ©", "Ġ t");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // kind, what is in the file, what is there instead, the complaint
        "MODEL_UNSUPPORTED|\"type\":\"BPE\"|\"type\":\"Unigram\"|/model/type: expected \"BPE\", found Unigram",
        "MODEL_UNSUPPORTED|\"byte_fallback\":false|\"byte_fallback\":true|/model/byte_fallback: expected false, found true",
        "MODEL_UNSUPPORTED|\"ignore_merges\":false|\"ignore_merges\":17|/model/ignore_merges: expected true or false, found 17",
        "MODEL_UNSUPPORTED|\"dropout\":null|\"dropout\":0.1|/model/dropout: expected none, found 0.1",
        "MODEL_UNSUPPORTED|\"end_of_word_suffix\":null|\"end_of_word_suffix\":\"</w>\"|/model/end_of_word_suffix: expected none, found </w>",
        "MODEL_INVALID|\"!\":0,|\"!\":1,|`/model/vocab/\": expected every id once, found 1, which is that of \"!\" too`",
        "MODEL_INVALID|\"!\":0,|\"!\":-1,|/model/vocab/!: expected a token id below 1048576, found -1",
        "MODEL_INVALID|\"!\":0,|\"!\":1048576,|/model/vocab/!: expected a token id below 1048576, found 1048576",
        "MODEL_INVALID|\"!\":0,|\"!\":99999999999,|/model/vocab/!: expected a token id below 1048576, found 99999999999",
        "MODEL_INVALID|\"!\":0,|\"!\":\"0\",|/model/vocab/!: expected a token id below 1048576, found 0",
        "MODEL_INVALID|\"!\":0,|\"!\":{},|/model/vocab/!: expected a token id below 1048576, found an object or array",
        "MODEL_INVALID|[\"Ġ\",\"t\"]|[\"Ġ\"]|/model/merges/1: expected a string, found ]",
        "MODEL_INVALID|[\"Ġ\",\"t\"]|[\"Ġ\",\"t\",\"h\"]|/model/merges/1/2: expected two tokens, found more",
        "MODEL_INVALID|[\"Ġ\",\"t\"]|17|/model/merges/1: expected a string, found 17",
        "MODEL_INVALID|\"id\":570|\"id\":-7|`/added_tokens/5: expected a token with id and content, found {\"id\":-7,\"content\":\"<|fim_pad|>\",\"single_word\":false,\"lstrip\":false,\"rstrip\":false,\"normalized\":false,\"special\":false}`",
      })
  void parse_oneThingWrong_isRefusedInTheseWords(
      Kind kind, String text, String instead, String complaint) {
    assertThat(json).contains(text);

    assertRefused(json.replace(text, instead), kind, "tokenizer.json: " + complaint);
  }

  @Test
  void parse_templateThatAddsNothing_isAccepted() {
    String template =
        "{\"type\":\"TemplateProcessing\",\"single\":[{\"Sequence\":{\"id\":\"A\",\"type_id\":0}}],"
            + "\"pair\":[],\"special_tokens\":{}}";

    assertThat(parse(withPostProcessor(template)).tokens()).hasSize(565);
  }

  @Test
  void parse_templateThatAddsATokenBehind_isRefused() {
    String template =
        "{\"type\":\"TemplateProcessing\",\"single\":[{\"Sequence\":{\"id\":\"A\"}},"
            + "{\"SpecialToken\":{\"id\":\"<|im_end|>\"}}]}";

    assertRefused(
        withPostProcessor(template),
        Kind.MODEL_UNSUPPORTED,
        "tokenizer.json: /post_processor: expected none that adds tokens to a text, but one before it, found "
            + template);
  }

  private String withPostProcessor(String section) {
    String before = json.replaceAll("\"post_processor\":\\{[^}]*}", "\"post_processor\":null");
    return before.replace("\"post_processor\":null", "\"post_processor\":" + section);
  }

  @Test
  void parse_longSection_isRefused() {
    String section = "{\"type\":\"ByteLevel\",\"x\":\"" + "y".repeat(70_000) + "\"}";

    assertRefused(
        withPostProcessor(section),
        Kind.MODEL_INVALID,
        "tokenizer.json: /post_processor: expected at most 65536 characters, found 70027"
            + " characters");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|expected an object, found the end of the file",
        "[]|expected an object, found an object or array",
        "17|expected an object, found 17",
        "{}|`expected a BPE model with vocab and merges, found 0 tokens, 0 merges`",
        "{\"model\":[]}|/model: expected an object, found an object or array",
        "{\"model\":{\"vocab\":[]}}|/model/vocab: expected an object, found an object or array",
        "{\"model\":{\"vocab\":{\"a\":0}}}|`expected a BPE model with vocab and merges, found 1 tokens, 0 merges`",
        "{\"added_tokens\":{}}|/added_tokens: expected an array, found an object or array",
      })
  void parse_noTokenizer_isRefused(String text, String complaint) {
    assertRefused(text, Kind.MODEL_INVALID, "tokenizer.json: " + complaint);
  }

  @Test
  void parse_moreBehindIt_isRefused() {
    assertRefused(
        json + "{}",
        Kind.MODEL_INVALID,
        "tokenizer.json: expected the end of the file, found an object or array");
  }

  @Test
  void parse_cutOffAnywhere_isCorrupt() {
    for (int length = 1; length < json.length(); length += 97) {
      String cut = json.substring(0, length);
      assertThatExceptionOfType(ModelFileException.class)
          .as("%s characters", length)
          .isThrownBy(() -> parse(cut))
          .withMessageStartingWith("tokenizer.json: ")
          .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.MODEL_INVALID));
    }
  }

  @Test
  void parse_notUtf8_isCorrupt() {
    byte[] bytes = json.getBytes(UTF_8);
    bytes[bytes.length / 2] = (byte) 0xFF;

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> TokenizerJsonReader.parse(FILE, bytes))
        .withMessage("tokenizer.json: expected UTF-8, found something else");
    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> TokenizerJsonReader.parse(FILE, json.getBytes(UTF_16)))
        .withMessage("tokenizer.json: expected UTF-8, found something else");
  }

  @Test
  void parse_deepNesting_isCorrupt() {
    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> parse("{\"x\":" + "[".repeat(100_000)))
        .withMessageMatching(
            "tokenizer.json: expected JSON, found more than 1000 arrays and"
                + " objects in each other");
  }

  @Test
  void read_hugeFile_isRefusedBeforeItIsRead() throws IOException {
    Path file = temporary.resolve("tokenizer.json");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(1L << 33);
    }

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> TokenizerJsonReader.read(file))
        .withMessage(file + ": expected at most 33554432 bytes, found 8589934592 bytes");
  }

  @Test
  void parse_randomDamage_isReadOrRefused() {
    SplittableRandom random = new SplittableRandom(11);
    byte[] sound = json.getBytes(UTF_8);
    int refused = 0;
    for (int i = 0; i < 2_000; i++) {
      byte[] damaged = Arrays.copyOf(sound, sound.length - (i % 2) * random.nextInt(50));
      for (int n = random.nextInt(1, 4); n > 0; n--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(' ', 0x7F);
      }
      try {
        TokenizerJsonReader.parse(FILE, damaged);
      } catch (ModelFileException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(1_000);
  }

  private static TokenizerJson parse(String text) {
    return TokenizerJsonReader.parse(FILE, text.getBytes(UTF_8));
  }

  private static void assertRefused(String text, Kind kind, String message) {
    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> parse(text))
        .withMessage(message)
        .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
  }
}
