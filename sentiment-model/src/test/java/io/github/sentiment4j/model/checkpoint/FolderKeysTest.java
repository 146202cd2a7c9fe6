package io.github.sentiment4j.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sentiment4j.gguf.GgufType;
import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.model.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The keys of folders against convert_hf_to_gguf.py; see {@code folder_keys.py}. Of YaRN that
 * program also writes keys that llama.cpp does not read, and not the one that it reads.
 */
final class FolderKeysTest {
  @TempDir Path temporary;

  /** Where two original lengths are at odds, transformers takes the other one. */
  static Stream<JsonNode> cases() {
    String length = "original_max_position_embeddings";
    return Goldens.cases("folder_keys.json")
        .filter(
            golden ->
                !golden.at("/config").has(length)
                    || !golden.at("/config/rope_scaling").has(length));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void metadata_folder_isThatOfTheReference(JsonNode golden) throws IOException {
    Path folder = Files.createDirectories(temporary.resolve(golden.get("folder").asText()));
    Files.writeString(folder.resolve("config.json"), golden.get("config").toString());
    Files.writeString(
        folder.resolve("generation_config.json"), golden.get("generation").toString());

    assertThat(keys(folder, golden.get("parameters").asLong()))
        .containsExactlyElementsOf(keys(golden));
  }

  @Test
  void metadata_samplingOfAnotherType_isRefused() throws IOException {
    JsonNode golden = cases().findFirst().orElseThrow();
    Files.writeString(temporary.resolve("config.json"), golden.get("config").toString());
    Files.writeString(temporary.resolve("generation_config.json"), "{\"top_k\": \"many\"}");

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> keys(temporary, 1))
        .withMessageEndingWith(
            "generation_config.json: \"top_k\": expected a 32-bit integer, found \"many\"");
  }

  private static List<String> keys(Path folder, long parameters) {
    ConfigJson config = ConfigJson.read(folder.resolve("config.json"));
    Map<String, GgufValue> metadata =
        config.metadata(GeneralKeys.of(folder, config.json(), parameters));
    return metadata.entrySet().stream()
        .filter(entry -> !entry.getKey().endsWith(".rope.scaling.attn_factor"))
        .map(entry -> entry.getKey() + " " + describe(entry.getValue()))
        .toList();
  }

  private static String describe(GgufValue value) {
    return value.type()
        + " "
        + switch (value.type()) {
          case STRING -> value.asString();
          case FLOAT32 -> Float.toString(value.asFloat32());
          default -> Long.toString(value.asInteger());
        };
  }

  private static List<String> keys(JsonNode golden) {
    List<String> keys = new ArrayList<>();
    for (JsonNode key : golden.get("keys")) {
      String type = key.get(1).asText();
      String value =
          type.equals(GgufType.FLOAT32.name())
              ? Float.toString(key.get(2).floatValue())
              : key.get(2).asText();
      if (!key.get(0).asText().contains(".rope.scaling.yarn_")) {
        keys.add(key.get(0).asText() + " " + type + " " + value);
      }
    }
    return keys;
  }
}
