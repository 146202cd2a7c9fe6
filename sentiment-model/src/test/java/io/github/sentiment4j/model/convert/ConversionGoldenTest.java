package io.github.sentiment4j.model.convert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sentiment4j.gguf.FileType;
import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.GgufTensor;
import io.github.sentiment4j.gguf.GgufType;
import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.model.Goldens;
import io.github.sentiment4j.model.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Against what convert_hf_to_gguf.py makes of the same folders, see {@code checkpoints.py}. */
final class ConversionGoldenTest {
  private static final String SHARDED = "qwen2-untied";

  @TempDir Path folder;

  static Stream<Arguments> modelsAndTypes() {
    return Goldens.models().stream()
        .flatMap(
            model ->
                Stream.of(FileType.F32, FileType.F16, FileType.BF16, FileType.Q8_0)
                    .map(type -> Arguments.of(model, type)));
  }

  @ParameterizedTest
  @MethodSource("modelsAndTypes")
  void convert_checkpointOfTransformers_isWhatTheReferenceMakes(String model, FileType type)
      throws Exception {
    Path converted = convert(Goldens.checkpoint(model), type);

    GgufFile file = GgufFile.read(converted);
    JsonNode golden =
        new ObjectMapper()
            .readTree(Goldens.checkpoint(model + ".json").toFile())
            .get(type.name().toLowerCase(Locale.ROOT));
    assertThat(keys(file)).containsExactlyElementsOf(goldenKeys(golden));
    assertThat(tensors(file)).containsExactlyElementsOf(goldenTensors(golden));
    assertThat(sha256(ByteBuffer.wrap(Files.readAllBytes(converted))))
        .as("bytes of the whole file")
        .isEqualTo(golden.get("sha256").asText());
  }

  @ParameterizedTest
  @MethodSource("modelsAndTypes")
  void export_thenConvert_givesTheSameFile(String model, FileType type) throws Exception {
    Path first = convert(Goldens.checkpoint(model), type);
    Path exported = folder.resolve(model);

    Export.open(first, exported, Optional.empty(), false, 2).run(Progress.NONE);
    Path second = convert(exported, type);

    if (model.equals(SHARDED)) {
      // In shards the weights had another order than in one file.
      assertThat(keys(GgufFile.read(second))).isEqualTo(keys(GgufFile.read(first)));
      assertThat(tensors(GgufFile.read(second)))
          .containsExactlyInAnyOrderElementsOf(tensors(GgufFile.read(first)));
    } else {
      assertThat(second).hasSameBinaryContentAs(first);
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.sentiment4j.model.Goldens#models")
  void export_losslessFile_givesTheWeightsFileOfTransformers(String model) throws IOException {
    FileType type =
        switch (model) {
          case SHARDED -> FileType.F16;
          case "llama-untied" -> FileType.F32;
          default -> FileType.BF16;
        };
    Path gguf = convert(Goldens.checkpoint(model), type);

    ExportReport report =
        Export.open(gguf, folder.resolve("out"), Optional.empty(), false, 2).run(Progress.NONE);

    assertThat(report.type()).isEqualTo(type);
    if (!model.equals(SHARDED)) {
      assertThat(folder.resolve("out/model.safetensors"))
          .hasSameBinaryContentAs(Goldens.checkpoint(model).resolve("model.safetensors"));
    }
  }

  private Path convert(Path base, FileType type) throws IOException {
    Path output = folder.resolve(base.getName(base.getNameCount() - 2) + "-" + type + ".gguf");
    Conversion.open(ConversionSpec.builder().base(base).output(output).type(type).build())
        .run(Progress.NONE);
    return output;
  }

  private static List<String> keys(GgufFile file) {
    return file.metadata().entrySet().stream()
        .map(entry -> entry.getKey() + " " + describe(entry.getValue()))
        .toList();
  }

  private static String describe(GgufValue value) {
    if (value.type() == GgufType.ARRAY) {
      String elements =
          value.isArrayOf(GgufType.STRING)
              ? String.join("\0", value.asStrings())
              : Arrays.stream(value.asInt32s())
                  .mapToObj(Integer::toString)
                  .collect(Collectors.joining("\0"));
      String type = value.typeName().replaceAll("\\[.*", "");
      return "ARRAY " + type + " " + sha256(ByteBuffer.wrap(elements.getBytes(UTF_8)));
    }
    return value.type()
        + " "
        + switch (value.type()) {
          case STRING -> value.asString();
          case FLOAT32 -> Double.toString(value.asFloat32());
          default -> value.toString();
        };
  }

  private static List<String> tensors(GgufFile file) {
    List<String> tensors = new ArrayList<>();
    for (GgufTensor tensor : file.tensors()) {
      tensors.add(
          tensor.name()
              + " "
              + tensor.type()
              + " "
              + Arrays.toString(tensor.shape())
              + " "
              + sha256(file.data(tensor)));
    }
    return tensors;
  }

  private static List<String> goldenKeys(JsonNode golden) {
    List<String> keys = new ArrayList<>();
    golden
        .get("keys")
        .properties()
        .forEach(
            entry -> {
              JsonNode value = entry.getValue().get(1);
              String text =
                  value.isFloatingPointNumber()
                      ? Double.toString(value.doubleValue())
                      : value.asText();
              keys.add(entry.getKey() + " " + entry.getValue().get(0).asText() + " " + text);
            });
    return keys;
  }

  private static List<String> goldenTensors(JsonNode golden) {
    List<String> tensors = new ArrayList<>();
    for (JsonNode tensor : golden.get("tensors")) {
      List<String> shape = new ArrayList<>();
      tensor.get(2).forEach(length -> shape.add(length.asText()));
      tensors.add(
          tensor.get(0).asText()
              + " "
              + tensor.get(1).asText()
              + " "
              + shape
              + " "
              + tensor.get(3).asText());
    }
    return tensors;
  }

  private static String sha256(ByteBuffer bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
