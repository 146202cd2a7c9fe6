package io.github.sentiment4j.model.peft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.model.Goldens;
import io.github.sentiment4j.model.internal.json.JsonFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Patterns against Python's module re; the golden file comes from goldens/name_patterns.py. */
final class NamePatternTest {
  private static final JsonFile JSON =
      JsonFile.of(Path.of("adapter_config.json"), JsonNodeFactory.instance.objectNode());

  /** What Java cannot match; all else must be as in Python. */
  private static final List<String> UNTRANSLATED =
      List.of("(?(1)", "(?(m)", "(?(2)", "(?<=\\1)", "4294967296");

  private static final Set<String> NAMES = names();

  static Stream<JsonNode> cases() {
    return Goldens.cases("name_patterns.json");
  }

  /** All names that a pattern of the golden file fits. */
  private static Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    cases().forEach(golden -> golden.get("name").forEach(name -> names.add(name.asText())));
    return names;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void matches_anyPattern_fitsWhatPythonFits(JsonNode golden) {
    String regex = golden.get("pattern").textValue();
    check(golden, "name", regex, NamePattern::ofName);
    check(golden, "end", regex, NamePattern::ofEnd);
    check(golden, "part", regex, NamePattern::ofPart);
    check(golden, "list", regex, NamePattern::ofList);
  }

  private interface Use {
    NamePattern of(JsonFile json, String field, String regex);
  }

  private static void check(JsonNode golden, String use, String regex, Use way) {
    JsonNode expected = golden.get(use);
    NamePattern pattern;
    try {
      pattern = way.of(JSON, "target_modules", regex);
    } catch (ModelFileException e) {
      boolean known = UNTRANSLATED.stream().anyMatch(regex::contains);
      assertThat(expected.isTextual() || known).as("%s as %s: %s", regex, use, e).isTrue();
      return;
    }
    assertThat(expected.isTextual()).as("%s as %s, which Python refuses", regex, use).isFalse();
    Function<String, Object> found =
        use.equals("list")
            ? name -> pattern.number(name).stream().boxed().findFirst().orElse(null)
            : name -> pattern.matches(name) ? name : null;
    List<Object> ours = new ArrayList<>();
    List<Object> theirs = new ArrayList<>();
    for (String name : NAMES) {
      ours.add(found.apply(name));
    }
    for (String name : NAMES) {
      theirs.add(use.equals("list") ? number(expected.get(name)) : in(expected, name));
    }
    assertThat(ours).as("%s as %s", regex, use).isEqualTo(theirs);
  }

  private static @Nullable Integer number(@Nullable JsonNode number) {
    return number == null ? null : number.intValue();
  }

  private static @Nullable String in(JsonNode list, String name) {
    for (JsonNode element : list) {
      if (element.textValue().equals(name)) {
        return name;
      }
    }
    return null;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(?P<x>q)_(?(x)proj)|\"target_modules\": expected a regular expression that Java can match"
            + " too, found the conditional group (?(x)…) in (?P<x>q)_(?(x)proj); write the names of"
            + " the modules out, the matrices stay the same",
        "(?P<x>q| \"target_modules\": expected a regular expression of Python, found missing ),"
            + " unterminated subpattern at position 7 in (?P<x>q",
        "q_proj\\z| \"target_modules\": expected a regular expression of Python, found bad escape"
            + " \\z at position 8 in q_proj\\z",
      })
  void ofName_whatIsNotMatched_isNamed(String regex, String message) {
    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> NamePattern.ofName(JSON, "target_modules", regex))
        .withMessage("adapter_config.json: " + message);
  }

  @Test
  void ofName_manyGroupsInOneAnother_isRefused() {
    String regex = "(".repeat(300) + ")".repeat(300);

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> NamePattern.ofName(JSON, "target_modules", regex))
        .withMessageContaining("found more than 100 groups in one another in ((((");
  }
}
