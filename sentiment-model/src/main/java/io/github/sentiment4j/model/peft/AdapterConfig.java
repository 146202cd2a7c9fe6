package io.github.sentiment4j.model.peft;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.model.internal.json.JsonFile;
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
import java.util.stream.Stream;

/**
 * The {@code adapter_config.json} of a LoRA adapter: the modules that it changes and their scaling.
 * Immutable.
 *
 * <p>Modules are named without {@code base_model.model.}, such as {@code
 * model.layers.0.self_attn.q_proj}.
 */
public final class AdapterConfig {
  private static final int MAX_PATTERNS = 1_000;

  private final JsonFile json;
  private final int rank;
  private final double alpha;
  private final boolean rankStabilized;
  private final Map<NamePattern, Double> rankPattern;
  private final Map<NamePattern, Double> alphaPattern;
  private final List<String> modulesToSave;
  private final ModuleTargets targets;
  private final ModuleTargets excluded;
  private final Set<Integer> layers;
  private final List<NamePattern> layerPatterns;
  private final List<NamePattern> savedParts;
  private final boolean ensuresTying;
  private final Map<String, List<Integer>> tokens;

  private AdapterConfig(JsonFile json) {
    this.json = json;
    AdapterFields.checkType(json);
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
    this.excluded = readTargets("exclude_modules").orElse(ModuleTargets.NONE);
    this.layers = layers();
    this.layerPatterns = layerPatterns();
    this.savedParts =
        modulesToSave.stream()
            .map(module -> NamePattern.ofPart(json, "modules_to_save", module))
            .toList();
    this.ensuresTying = json.bool("ensure_weight_tying").orElse(false);
    this.tokens = tokens();
    boolean embeddings =
        Stream.of("model.embed_tokens", "embed_tokens", "lm_head").anyMatch(targets::match);
    AdapterFields.checkValues(json, embeddings, ensuresTying);
  }

  /**
   * Reads the {@code adapter_config.json} in a folder.
   *
   * @throws ModelFileException {@link Kind#MODEL_NOT_FOUND} if there is none, {@link
   *     Kind#MODEL_INVALID} if a field is missing or of another type, {@link
   *     Kind#MODEL_UNSUPPORTED} if it is no plain LoRA: DoRA, aLoRA, another PEFT type, a
   *     classifier
   */
  public static AdapterConfig read(Path folder) {
    return new AdapterConfig(JsonFile.read(AdapterFolder.config(folder)));
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
    return new AdapterConfig(JsonFile.of(Path.of(AdapterFolder.CONFIG), json));
  }

  /**
   * Writes {@code adapter_config.json} into a folder, with all fields that were read.
   *
   * @throws IOException if that fails
   */
  public void write(Path folder) throws IOException {
    json.write(folder.resolve(AdapterFolder.CONFIG));
  }

  /** The tokens whose rows are trained, by the ends of the names of their modules. */
  private Map<String, List<Integer>> tokens() {
    String field = "trainable_token_indices";
    Map<String, List<Integer>> result = new LinkedHashMap<>();
    JsonNode node = json.node(field).orElse(JsonNodeFactory.instance.objectNode());
    if (node.isObject()) {
      node.properties()
          .forEach(entry -> result.put(entry.getKey(), indices(field, entry.getValue())));
    } else {
      result.put("embed_tokens", indices(field, node));
    }
    return result;
  }

  private List<Integer> indices(String field, JsonNode node) {
    if (!node.isArray()) {
      throw json.corrupt(field, "lists of ids of tokens", JsonFile.describe(node));
    }
    List<Integer> indices = new ArrayList<>();
    for (JsonNode index : node) {
      if (!index.isInt() || index.intValue() < 0) {
        throw json.corrupt(field, "ids of tokens", JsonFile.describe(index));
      }
      indices.add(index.intValue());
    }
    return List.copyOf(indices);
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

  private Optional<ModuleTargets> readTargets(String field) {
    return json.node(field)
        .filter(node -> !node.isTextual() || !node.textValue().isEmpty())
        .map(
            node ->
                node.isTextual()
                    ? ModuleTargets.of(json, field, node.textValue())
                    : ModuleTargets.of(strings(field).orElseThrow()));
  }

  /**
   * Reads patterns of names or of their ends, as {@code get_pattern_key} of PEFT does; the first
   * one counts.
   */
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

  /** Reads the names of the lists of blocks; any name if the configuration has none. */
  private List<NamePattern> layerPatterns() {
    String field = "layers_pattern";
    List<String> names =
        json.node(field)
            .filter(JsonNode::isTextual)
            .map(name -> List.of(name.textValue()))
            .or(() -> strings(field))
            .filter(list -> !list.isEmpty() && !list.equals(List.of("")))
            .orElse(List.of());
    return names.isEmpty()
        ? List.of(NamePattern.ofAnyList(json, field))
        : names.stream().map(name -> NamePattern.ofList(json, field, name)).toList();
  }

  /**
   * Returns whether the adapter has matrices for a linear module of the base ({@code
   * check_target_module_exists} of PEFT).
   */
  public boolean targets(String module) {
    if (excluded.match(module) || holdsSaved(module) || !targets.match(module)) {
      return false;
    }
    return layers.isEmpty() || targets.isExact(module) || layers.contains(layer(module));
  }

  /** Returns whether a module is one that is saved as a whole, or lies in one. */
  private boolean holdsSaved(String module) {
    return savedParts.stream().anyMatch(part -> part.matches(module));
  }

  /** The number of a module's block, or -1; the first pattern that fits decides. */
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
   * Returns the factor of the product of a module's matrices: alpha / r, or alpha / sqrt(r) for
   * rank-stabilised adapters (Kalajdzievski 2023, arXiv 2312.03732).
   */
  public float scaling(String module) {
    double own = first(alphaPattern, module, alpha);
    int r = rank(module);
    return (float) (rankStabilized ? own / Math.sqrt(r) : own / r);
  }

  private static double first(Map<NamePattern, Double> patterns, String module, double otherwise) {
    return fitting(patterns, module).findFirst().orElse(otherwise);
  }

  private static Stream<Double> fitting(Map<NamePattern, Double> patterns, String module) {
    return patterns.entrySet().stream()
        .filter(entry -> entry.getKey().matches(module))
        .map(Map.Entry::getValue);
  }

  /**
   * Returns whether the patterns of a module disagree. PEFT sorts them when it saves, so another
   * one may count after loading than in training.
   */
  boolean isAmbiguous(String module) {
    return Stream.of(rankPattern, alphaPattern)
        .anyMatch(patterns -> fitting(patterns, module).distinct().count() > 1);
  }

  /**
   * Returns whether the adapter replaces a whole module; as in PEFT, the end of its name decides.
   */
  public boolean saves(String module) {
    return modulesToSave.stream().anyMatch(module::endsWith);
  }

  /** Returns whether the bias of a module is trained; false for the empty name. */
  boolean trainsBias(String module) {
    return switch (json.string("bias").orElse("none")) {
      case "all" -> !module.isEmpty();
      case "lora_only" -> targets(module);
      default -> false;
    };
  }

  /** Returns whether an output head that the base ties to the embedding stays tied in training. */
  boolean ensuresTying() {
    return ensuresTying;
  }

  /** The tokens of an embedding or output head whose rows are trained; empty if there are none. */
  List<Integer> tokens(String module) {
    return tokens.entrySet().stream()
        .filter(entry -> module.endsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(List.of());
  }

  /** The base that it was trained on by its own account, for messages; may be empty. */
  String baseName() {
    return json.string("base_model_name_or_path").orElse("");
  }

  /** Returns the fields that PEFT 0.21.2 does not know, in the order of the file. */
  List<String> unknownFields() {
    return AdapterFields.unknown(json);
  }
}
