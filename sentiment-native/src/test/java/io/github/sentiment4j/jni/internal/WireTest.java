package io.github.sentiment4j.jni.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.core.Sentiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that the numbers in {@code wire.h} and in {@link Wire} are the same. */
class WireTest {
  private final String header;

  WireTest() throws IOException {
    header = Files.readString(Path.of("src", "main", "cpp", "wire.h")).replaceAll("//[^\\n]*", "");
  }

  @Test
  void enums_namesAndOrder_areThoseOfJava() {
    assertThat(enumerators("error_code")).isEqualTo(names(Wire.FAILURES));
    assertThat(enumerators("text_status")).isEqualTo(names(Wire.TEXT_STATUSES));
    assertThat(enumerators("truncation")).isEqualTo(names(Wire.TRUNCATIONS));
  }

  @ParameterizedTest
  @CsvSource({"LABELS, 3", "HEADER_INTS, 3", "TEXT_INTS, 4", "SEGMENT_INTS, 1 + LABELS"})
  void constants_values_areThoseOfJava(String name, String value) {
    assertThat(find("constexpr int " + name + " = ([^;]*);")).isEqualTo(value);
    assertThat(List.of(Sentiment.COUNT, Wire.HEADER_INTS, Wire.TEXT_INTS, Wire.SEGMENT_INTS))
        .containsExactly(3, 3, 4, 1 + 3);
  }

  private List<String> enumerators(String type) {
    return Stream.of(find("enum class " + type + " \\{([^}]*)}").split(","))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private static List<String> names(List<? extends Enum<?>> values) {
    return values.stream().map(value -> value.name().toLowerCase(Locale.ROOT)).toList();
  }

  private String find(String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(header);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }
}
