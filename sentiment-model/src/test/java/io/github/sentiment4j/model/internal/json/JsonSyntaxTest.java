package io.github.sentiment4j.model.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class JsonSyntaxTest {
  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  static Stream<Arguments> broken() {
    return Stream.of(
        Arguments.of("{", "the end of the text"),
        Arguments.of("[1, 2", "the end of the text"),
        Arguments.of("{\"a\": \"b", "the end of the text"),
        Arguments.of("{\"a\" 8}", "'8'"),
        Arguments.of("{\"a\": 1 \"b\": 2}", "'\"'"),
        Arguments.of("{'a': 1}", "'''"),
        Arguments.of("{\"a\": 1,}", "'}'"),
        Arguments.of("[1, 2}", "'}'"),
        Arguments.of("}", "'}'"),
        Arguments.of("// no\n{}", "'/'"),
        Arguments.of("\ufeff{}", "the character U+FEFF"),
        Arguments.of("[\u00a0]", "the character U+00A0"),
        Arguments.of("{\"a\": \u201cb\u201d}", "'\u201c'"),
        Arguments.of("\u0000", "the character U+0000"),
        Arguments.of("{\"a\": \"b\nc\"}", "the character U+000A"),
        Arguments.of("{\"a\": \"\\x\"}", "the escape \\x"),
        Arguments.of("{\"a\": nope}", "'nope'"),
        Arguments.of("{\"a\": NaN}", "'NaN'"),
        Arguments.of("{\"a\": 01}", "a malformed number"),
        Arguments.of("{\"a\": 1e}", "'}'"),
        Arguments.of("{\"a\": 1, \"a\": 2}", "the field \"a\" twice"),
        Arguments.of("{} {}", "something behind the value"),
        Arguments.of("[".repeat(2000), "more than 1000 arrays and objects in each other"),
        Arguments.of("1".repeat(2000), "a number of more than 1000 characters"));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void found_brokenJson_saysWhatIsThereInsteadOfIt(String text, String expected) {
    JsonProcessingException e = fault(text);

    assertThat(JsonSyntax.found(e)).as(e.getOriginalMessage()).isEqualTo(expected);
    assertThat(JsonSyntax.place(e)).matches("(line \\d+, column \\d+)?");
    assertThat(JsonSyntax.placeInLine(7, e)).matches("line 7(, column \\d+)?");
  }

  private static JsonProcessingException fault(String text) {
    try {
      throw new AssertionError("read as " + STRICT.readTree(text));
    } catch (JsonProcessingException e) {
      return e;
    }
  }
}
