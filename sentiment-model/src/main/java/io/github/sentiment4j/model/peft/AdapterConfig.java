package io.github.sentiment4j.model.peft;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sentiment4j.model.ModelFileException;
import io.github.sentiment4j.model.ModelFileException.Kind;
import io.github.sentiment4j.model.json.JsonFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.DoublePredicate;

/**
 * The {@code adapter_config.json} of a LoRA adapter: which modules it changes, and how strongly.
 * Immutable.
 *
 * <p>Modules are named without {@code base_model.model.}, such as {@code
 * model.layers.0.self_attn.q_proj}.
 */
public final class AdapterConfig {
  private static final String ALL_LINEAR = "all-linear";
  private static final String NOT_OUTPUT = "(?!lm_head).*";
  private static final String FILE = "adapter_config.json";

  private static final int MAX_PATTERNS = 1_000;

  /** Starts from which training leaves the weights of the base as they were. */
  private static final Set<String> STARTS =
      Set.of("true", "false", "gaussian", "eva", "orthogonal", "mica");

  private static final String MERGE_ELSEWHERE = "; merge it with PEFT and convert the result";

  /** What changes the merge in ways that are not done here, and the value that does not. */
  private static final Map<String, String> MUST_BE =
      Map.of(
          "fan_in_fan_out", "false",
          "bias", "none",
          "lora_bias", "false",
          "use_qalora", "false",
          "ensure_weight_tying", "false");

  private static final List<String> MUST_BE_MISSING =
      List.of(
          "layer_replication",
          "trainable_token_indices",
          "target_parameters",
          "alora_invocation_tokens",
          "use_bdlora",
          "arrow_config",
          "kasa_config",
          "monteclora_config");

  private final JsonFile json;
  private final int rank;
  private final double alpha;
  private final boolean rankStabilized;
  private final Map<NamePattern, Double> rankPattern;
  private final Map<NamePattern, Double> alphaPattern;
  private final List<String> modulesToSave;
  private final Targets targets;
  private final Targets excluded;
  private final Set<Integer> layers;
  private final List<NamePattern> layerPatterns;

  private AdapterConfig(JsonFile json) {
    this.json = json;
    checkKind();
    this.rank = json.required("r", json.integer("r"));
    if (rank < 1) {
      throw json.corrupt("r", "a rank of at least 1", rank + "");
    }
    this.alpha = json.required("lora_alpha", json.number("lora_alpha"));
    this.rankStabilized = json.bool("use_rslora").orElse(false);
    this.rankPattern = patterns("rank_pattern", value -> value >= 1 && value == Math.rint(value));
    this.alphaPattern = patterns("alpha_pattern", Double::isFinite);
    this.modulesToSave = strings("modules_to_save").orElse(List.of());
    this.targets =
        readTargets("target_modules")
            .orElseThrow(() -> json.corrupt("target_modules", "names", "none"));
    this.excluded = readTargets("exclude_modules").orElse(new Targets(List.of(), Optional.empty()));
    this.layers = layers();
    this.layerPatterns = layerPatterns();
  }

  /**
   * Reads the {@code adapter_config.json} in a folder.
   *
   * @throws ModelFileException {@link Kind#NOT_FOUND} if there is none, {@link Kind#CORRUPT} if a
   *     field is missing or of another type, {@link Kind#UNSUPPORTED} if it is no plain LoRA: DoRA,
   *     biases, another PEFT type
   */
  public static AdapterConfig read(Path folder) {
    return new AdapterConfig(JsonFile.read(folder.resolve(FILE)));
  }

  /**
   * A plain adapter for linear modules, as a trainer writes it.
   *
   * @param base the checkpoint that it belongs to, for the reader's information
   * @param rank of all matrices, at least 1
   * @param alpha divided by the rank it gives the scaling
   * @param targetModules names of modules or the ends of them, such as {@code q_proj}
   */
  public static AdapterConfig of(String base, int rank, double alpha, List<String> targetModules) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("base_model_name_or_path", base);
    json.put("bias", "none");
    json.put("fan_in_fan_out", false);
    json.put("inference_mode", true);
    json.put("lora_alpha", alpha);
    json.put("lora_dropout", 0.0);
    json.put("peft_type", "LORA");
    json.put("r", rank);
    ArrayNode targets = json.putArray("target_modules");
    targetModules.forEach(targets::add);
    json.put("task_type", "CAUSAL_LM");
    json.put("use_rslora", false);
    return new AdapterConfig(JsonFile.of(Path.of(FILE), json));
  }

  /**
   * Writes {@code adapter_config.json} into a folder, with all fields that were read.
   *
   * @throws IOException if that fails
   */
  public void write(Path folder) throws IOException {
    json.write(folder.resolve(FILE));
  }

  private void checkKind() {
    String type = json.required("peft_type", json.string("peft_type"));
    if (!type.equals("LORA")) {
      throw json.unsupported("peft_type", "LORA", type);
    }
    if (json.bool("use_dora").orElse(false)) {
      throw json.unsupported(
          "use_dora", "false", "true; merge a DoRA adapter with PEFT and convert the result");
    }
    MUST_BE.forEach(
        (field, value) ->
            json.node(field)
                .filter(found -> !found.asText().equals(value))
                .ifPresent(
                    found -> {
                      throw json.unsupported(
                          field, value, JsonFile.describe(found) + MERGE_ELSEWHERE);
                    }));
    for (String field : MUST_BE_MISSING) {
      json.node(field)
          .filter(found -> found.isValueNode() || !found.isEmpty())
          .ifPresent(
              found -> {
                throw json.unsupported(
                    field, "nothing", JsonFile.describe(found) + MERGE_ELSEWHERE);
              });
    }
    json.node("init_lora_weights")
        .filter(found -> !STARTS.contains(found.asText()))
        .ifPresent(
            found -> {
              throw json.unsupported(
                  "init_lora_weights",
                  "a start that leaves the base as it is",
                  JsonFile.describe(found)
                      + "; save the adapter with path_initial_model_for_weight_conversion");
            });
  }

  private Optional<List<String>> strings(String field) {
    return json.node(field)
        .map(
            node -> {
              if (!node.isArray()) {
                throw json.corrupt(field, "a list of strings", JsonFile.describe(node));
              }
              List<String> strings = new ArrayList<>();
              for (JsonNode element : node) {
                if (!element.isTextual()) {
                  throw json.corrupt(field, "a list of strings", JsonFile.describe(element));
                }
                strings.add(element.textValue());
              }
              return List.copyOf(strings);
            });
  }

  private Optional<Targets> readTargets(String field) {
    return json.node(field)
        .map(
            node ->
                node.isTextual()
                    ? new Targets(
                        List.of(),
                        Optional.of(
                            NamePattern.ofName(
                                json,
                                field,
                                node.textValue().equals(ALL_LINEAR)
                                    ? NOT_OUTPUT
                                    : node.textValue())))
                    : new Targets(strings(field).orElseThrow(), Optional.empty()));
  }

  /** Names, or the ends of names, like {@code get_pattern_key} of PEFT; the first one counts. */
  private Map<NamePattern, Double> patterns(String field, DoublePredicate allowed) {
    JsonNode node = json.node(field).orElse(JsonNodeFactory.instance.objectNode());
    if (!node.isObject() || node.size() > MAX_PATTERNS) {
      throw json.corrupt(
          field, "an object with at most " + MAX_PATTERNS + " fields", JsonFile.describe(node));
    }
    Map<NamePattern, Double> patterns = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      JsonNode value = entry.getValue();
      if (!value.isNumber() || !allowed.test(value.doubleValue())) {
        throw json.corrupt(field, "a fitting number for each pattern", JsonFile.describe(value));
      }
      patterns.put(NamePattern.ofEnd(json, field, entry.getKey()), value.doubleValue());
    }
    return patterns;
  }

  private Set<Integer> layers() {
    Set<Integer> result = new HashSet<>();
    json.node("layers_to_transform")
        .ifPresent(
            node -> {
              for (JsonNode layer :
                  node.isArray() ? node : JsonNodeFactory.instance.arrayNode().add(node)) {
                if (!layer.isInt()) {
                  throw json.corrupt("layers_to_transform", "integers", JsonFile.describe(layer));
                }
                result.add(layer.intValue());
              }
            });
    return result;
  }

  /** What the lists of blocks are called; any name, where the configuration does not say. */
  private List<NamePattern> layerPatterns() {
    List<String> names =
        json.node("layers_pattern")
            .filter(JsonNode::isTextual)
            .map(name -> List.of(name.textValue()))
            .or(() -> strings("layers_pattern"))
            .filter(list -> !list.isEmpty())
            .orElse(List.of("[^.]*"));
    return names.stream().map(name -> NamePattern.ofList(json, "layers_pattern", name)).toList();
  }

  /** Modules by their names or the ends of them, or by a pattern for the whole name. */
  private record Targets(List<String> names, Optional<NamePattern> pattern) {
    boolean match(String module) {
      return pattern
          .map(p -> p.matches(module))
          .orElseGet(
              () ->
                  names.stream()
                      .anyMatch(name -> module.equals(name) || module.endsWith("." + name)));
    }

    /** Whether a module is meant whatever {@code layers_to_transform} says. */
    boolean isExact(String module) {
      return pattern.isPresent() || names.contains(module);
    }
  }

  /**
   * Whether the adapter has matrices for a linear module of the base ({@code
   * check_target_module_exists} of PEFT).
   */
  public boolean targets(String module) {
    if (excluded.match(module) || holdsSaved(module) || !targets.match(module)) {
      return false;
    }
    return layers.isEmpty() || targets.isExact(module) || layers.contains(layer(module));
  }

  /** Whether a module is one that is saved as a whole, or lies in one. */
  private boolean holdsSaved(String module) {
    return modulesToSave.stream()
        .anyMatch(saved -> ("." + module + ".").contains("." + saved + "."));
  }

  /** The number of a module's block, or -1. */
  private int layer(String module) {
    return layerPatterns.stream()
        .map(pattern -> pattern.number(module))
        .flatMapToInt(OptionalInt::stream)
        .findFirst()
        .orElse(-1);
  }

  /** The rank of a module. */
  public int rank(String module) {
    return (int) first(rankPattern, module, rank);
  }

  /**
   * What the product of a module's matrices is multiplied with: alpha / r, or alpha / sqrt(r) for
   * rank-stabilised adapters (Kalajdzievski 2023, arXiv 2312.03732).
   */
  public float scaling(String module) {
    double own = first(alphaPattern, module, alpha);
    int r = rank(module);
    return (float) (rankStabilized ? own / Math.sqrt(r) : own / r);
  }

  private static double first(Map<NamePattern, Double> patterns, String module, double otherwise) {
    return patterns.entrySet().stream()
        .filter(entry -> entry.getKey().matches(module))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(otherwise);
  }

  /** Whether the adapter replaces a module as a whole; like PEFT by the end of its name. */
  public boolean saves(String module) {
    return modulesToSave.stream().anyMatch(module::endsWith);
  }
}
