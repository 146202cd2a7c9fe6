package io.github.sentiment4j.model.convert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentResult;
import io.github.sentiment4j.gguf.FileType;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.model.Goldens;
import io.github.sentiment4j.model.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Changes of a {@code config.json}, converted and asked, against transformers on the same folder;
 * see {@code config_keys.py}.
 */
final class ConfigValuesTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final double TOLERANCE = 4e-3;
  private static final List<String> WORDS = List.of("rose", "the", "fell");
  private static final List<String> TEXTS =
      List.of(
          "profit rose, shares of the bank fell",
          "央行宣布降息，股市大涨 and the bank narrows its loss to 12.5 crore");

  /** What transformers does not load: here the weights say the rest. */
  private static final Set<String> READ_ALL_THE_SAME =
      Set.of(
          "[\"model_type\"] {}",
          "[] {\"head_dim\":null}",
          "[] {\"initializer_range\":9.0}",
          "[] {\"rope_parameters.rope_type\":null,\"rope_parameters.type\":\"linear\","
              + "\"rope_parameters.factor\":2.0}",
          "[] {\"rope_parameters.rope_type\":\"yarn\",\"rope_parameters.factor\":4.0,"
              + "\"rope_parameters.original_max_position_embeddings\":null}");

  /** What changes nothing for these texts or this version only. */
  private static final Set<String> REFUSED_THOUGH_THE_SAME =
      Set.of(
          "[\"architectures\"] {}",
          "[] {\"architectures\":[\"OtherForCausalLM\"]}",
          "[\"layer_types\"] {\"use_sliding_window\":true,\"sliding_window\":64,"
              + "\"max_window_layers\":0}",
          "[\"layer_types\"] {\"use_sliding_window\":true,\"sliding_window\":511,"
              + "\"max_window_layers\":0}",
          "[] {\"layer_types\":[\"chunked_attention\",\"chunked_attention\"],"
              + "\"attention_chunk_size\":4}",
          "[\"rope_parameters\"]"
              + " {\"rope_parameters\":{\"full_attention\":{\"rope_type\":\"default\","
              + "\"rope_theta\":1000000.0}}}",
          "[] {\"rope_parameters.rope_type\":\"proportional\"}",
          "[] {\"default_theta\":5.0}",
          "[] {\"is_causal\":null}",
          "[] {\"kv_sharing_modes\":[\"a\",\"b\"]}",
          "[] {\"text_encoder\":{\"a\":1}}");

  @TempDir Path folder;

  /** Why a folder is refused, or how far its probabilities are from those of transformers. */
  private record Outcome(Optional<String> refusal, double difference) {}

  @ParameterizedTest
  @ValueSource(strings = {"qwen2-tied", "qwen3-tied", "llama-tied"})
  void convert_changedConfig_givesTheProbabilitiesOfTransformersOrIsRefused(String model)
      throws IOException {
    List<JsonNode> cases = cases(model);
    JsonNode unchanged = cases.get(0).get("probabilities");
    Set<String> refused = new TreeSet<>();
    Set<String> read = new TreeSet<>();
    double largest = 0;
    for (int i = 0; i < cases.size(); i++) {
      JsonNode golden = cases.get(i);
      String change = golden.get("without") + " " + golden.get("with");
      Outcome outcome = outcome(golden, folder.resolve("model" + i));
      if (outcome.refusal().isPresent()) {
        assertThat(outcome.refusal().get()).as(change).matches(naming(golden));
        if (unchanged.equals(golden.get("probabilities"))) {
          refused.add(change);
        }
      } else if (golden.has("error")) {
        read.add(change);
      } else {
        assertThat(outcome.difference()).as(change).isLessThan(TOLERANCE);
        largest = Math.max(largest, outcome.difference());
      }
    }
    System.out.printf("%s: tolerance %s, largest %.2e%n", model, TOLERANCE, largest);
    assertThat(refused).isSubsetOf(REFUSED_THOUGH_THE_SAME);
    assertThat(read).isSubsetOf(READ_ALL_THE_SAME);
  }

  private static List<JsonNode> cases(String model) {
    return Goldens.cases("config_values.json")
        .filter(golden -> golden.get("model").asText().equals(model))
        .toList();
  }

  /** A refusal names a key that was changed or taken away, or the tensors that do not fit it. */
  private static Pattern naming(JsonNode golden) {
    Stream<String> changed =
        golden.get("with").properties().stream()
            .map(entry -> entry.getKey().replaceFirst("\\..*", ""));
    Stream<String> without =
        StreamSupport.stream(golden.get("without").spliterator(), false).map(JsonNode::asText);
    return Pattern.compile(
        Stream.concat(changed, without).collect(Collectors.joining("|", ".*(tensor|", ").*")));
  }

  private Outcome outcome(JsonNode golden, Path base) throws IOException {
    Goldens.copy(golden.get("model").asText(), base);
    change(base.resolve("config.json"), golden);
    Path output = folder.resolve("model.gguf");
    ConversionSpec spec =
        ConversionSpec.builder()
            .base(base)
            .output(output)
            .type(FileType.F32)
            .prompt("{text}\n情绪：")
            .labels(WORDS)
            .build();
    try {
      Conversion.open(spec).run(Progress.NONE);
    } catch (ModelFileException e) {
      return new Outcome(
          Optional.of(String.valueOf(e.getMessage()).replace(base.toString(), "")), 0);
    }
    return new Outcome(Optional.empty(), difference(output, golden.path("probabilities")));
  }

  private static void change(Path file, JsonNode golden) throws IOException {
    ObjectNode config = (ObjectNode) MAPPER.readTree(file.toFile());
    golden.get("without").forEach(key -> config.remove(key.asText()));
    for (Map.Entry<String, JsonNode> entry : golden.get("with").properties()) {
      String[] path = entry.getKey().split("\\.", 2);
      if (path.length == 1) {
        config.set(path[0], entry.getValue());
      } else {
        config.withObjectProperty(path[0]).set(path[1], entry.getValue());
      }
    }
    Files.writeString(file, config.toString());
  }

  private static double difference(Path model, JsonNode expected) {
    double largest = 0;
    try (SentimentClassifier classifier =
        SentimentClassifier.builder().model(model).contexts(1).threads(1).maxTokens(64).build()) {
      for (int text = 0; text < TEXTS.size(); text++) {
        SentimentResult result = classifier.classify(TEXTS.get(text));
        JsonNode row = expected.path(text);
        largest = Math.max(largest, Math.abs(result.positive() - row.path(0).asDouble()));
        largest = Math.max(largest, Math.abs(result.neutral() - row.path(1).asDouble()));
        largest = Math.max(largest, Math.abs(result.negative() - row.path(2).asDouble()));
      }
    }
    return largest;
  }
}
