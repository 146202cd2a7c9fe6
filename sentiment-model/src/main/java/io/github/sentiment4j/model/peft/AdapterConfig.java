package io.github.sentiment4j.model.peft;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.model.json.JsonFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoublePredicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The {@code adapter_config.json} of a LoRA adapter: which modules it changes, and how strongly.
 * Immutable.
 *
 * <p>Modules are named without {@code base_model.model.}, such as {@code
 * model.layers.0.self_attn.q_proj}.
 */
public final class AdapterConfig {
  private static final String ALL_LINEAR = "all-linear";

  private static final int MAX_PATTERNS = 1_000;

  /** Starts from which training leaves the weights of the base as they were. */
  private static final Set<String> STARTS =
      Set.of("true", "false", "gaussian", "eva", "orthogonal", "mica");

  private static final Set<String> CLASSIFIERS = Set.of("SEQ_CLS", "TOKEN_CLS", "QUESTION_ANS");

  private static final Pattern CLASSIFIER_CLASS =
      Pattern.compile(".+For(?:SequenceClassification|TokenClassification|QuestionAnswering)");

  /** What is done here, as PEFT 0.21.2 does it. */
  private static final Set<String> HONOURED =
      Set.of(
          "alpha_pattern",
          "auto_mapping",
          "bias",
          "ensure_weight_tying",
          "exclude_modules",
          "init_lora_weights",
          "layers_pattern",
          "layers_to_transform",
          "lora_alpha",
          "modules_to_save",
          "peft_type",
          "r",
          "rank_pattern",
          "target_modules",
          "task_type",
          "trainable_token_indices",
          "use_rslora");

  /** What changes training alone, or nothing for the modules of these models. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "base_model_name_or_path",
          "corda_config",
          "eva_config",
          "fan_in_fan_out",
          "inference_mode",
          "loftq_config",
          "lora_dropout",
          "lora_ga_config",
          "megatron_core",
          "peft_version",
          "qalora_group_size",
          "revision",
          "runtime_config",
          "velora_config");

  /** Fields that must be off, and what to do where they are on; empty for {@link #elsewhere}. */
  private static final Map<String, String> MUST_BE_OFF =
      new TreeMap<>(
          Map.of(
              "alora_invocation_tokens",
              "; aLoRA changes only what stands behind these tokens, so that there are no merged"
                  + " weights that compute the same, and PEFT refuses the merge too; train a plain"
                  + " LoRA",
              "arrow_config",
              "; it chooses an adapter for each token, so that there are no merged weights that"
                  + " compute the same; convert one of its adapters",
              "use_qalora",
              "; PEFT cannot merge it either; train a plain LoRA",
              "megatron_config",
              "; train with the modules of transformers",
              "kasa_config",
              "",
              "layer_replication",
              "",
              "lora_bias",
              "",
              "monteclora_config",
              "",
              "target_parameters",
              "",
              "use_bdlora",
              ""));

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
  private final List<NamePattern> savedParts;
  private final boolean ensuresTying;
  private final Map<String, List<Integer>> tokens;

  private AdapterConfig(JsonFile json) {
    this.json = json;
    checkType();
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
    this.excluded =
        readTargets("exclude_modules").orElse(new Targets(List.of(), Optional.empty(), false));
    this.layers = layers();
    this.layerPatterns = layerPatterns();
    this.savedParts =
        modulesToSave.stream()
            .map(module -> NamePattern.ofPart(json, "modules_to_save", module))
            .toList();
    this.ensuresTying = json.bool("ensure_weight_tying").orElse(false);
    this.tokens = tokens();
    checkValues();
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

  private void checkType() {
    String type = json.required("peft_type", json.string("peft_type"));
    if (!type.equals("LORA")) {
      throw json.unsupported("peft_type", "LORA", type);
    }
    json.string("task_type").filter(CLASSIFIERS::contains).ifPresent(this::refuseClassifier);
    json.node("auto_mapping")
        .map(mapping -> mapping.path("base_model_class").asText())
        .filter(name -> CLASSIFIER_CLASS.matcher(name).matches())
        .ifPresent(this::refuseClassifier);
  }

  private void refuseClassifier(String found) {
    throw json.unsupported(
        json.string("task_type").isPresent() ? "task_type" : "auto_mapping",
        "CAUSAL_LM",
        found
            + ": a classifier with a head of its own, which a language model has no place for;"
            + " train a language model to say the label words, for instance with './sentiment"
            + " finetune'");
  }

  /** Refuses what changes the merge in ways that are not done here. */
  private void checkValues() {
    refuse("use_dora", elsewhere());
    MUST_BE_OFF.forEach((field, next) -> refuse(field, next.isEmpty() ? elsewhere() : next));
    json.string("bias")
        .filter(bias -> !Set.of("none", "all", "lora_only").contains(bias))
        .ifPresent(
            bias -> {
              throw json.unsupported("bias", "none, all or lora_only", bias);
            });
    json.node("init_lora_weights")
        .filter(found -> !STARTS.contains(found.asText().toLowerCase(Locale.ROOT)))
        .ifPresent(
            found -> {
              throw json.unsupported(
                  "init_lora_weights",
                  "a start that leaves the base as it is",
                  JsonFile.describe(found)
                      + (found.asText().equals("loftq")
                          ? "; merge it with PEFT into the base that LoftQ made, and convert the"
                              + " result"
                          : "; save the adapter with path_initial_model_for_weight_conversion"));
            });
  }

  private void refuse(String field, String next) {
    json.node(field)
        .filter(found -> found.isValueNode() ? !found.asText().equals("false") : !found.isEmpty())
        .ifPresent(
            found -> {
              throw json.unsupported(
                  field, found.isBoolean() ? "false" : "nothing", JsonFile.describe(found) + next);
            });
  }

  /**
   * Who merges what is not merged here. Of a tied base PEFT 0.21.2 adds the difference of one name
   * to both, and with {@code ensure_weight_tying} twice.
   */
  private String elsewhere() {
    boolean embeddings =
        Stream.of("model.embed_tokens", "embed_tokens", "lm_head").anyMatch(targets::match);
    if (embeddings && ensuresTying) {
      return "; PEFT merges it wrongly where the base ties embed_tokens and lm_head; train without"
          + " this field";
    }
    return embeddings
        ? "; where the base ties embed_tokens and lm_head, first save a copy of it with"
            + " tie_word_embeddings false and an lm_head.weight of its own; merge the adapter into"
            + " that with PEFT and convert the result"
        : "; merge it with PEFT and convert the result";
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

  private Optional<Targets> readTargets(String field) {
    return json.node(field)
        .filter(node -> !node.isTextual() || !node.textValue().isEmpty())
        .map(
            node ->
                node.isTextual()
                    ? Targets.of(json, field, node.textValue())
                    : new Targets(strings(field).orElseThrow(), Optional.empty(), false));
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

  /** Modules by their names or the ends of them, by a pattern for the whole name, or all linear. */
  private record Targets(List<String> names, Optional<NamePattern> pattern, boolean allLinear) {
    static Targets of(JsonFile json, String field, String text) {
      return text.equalsIgnoreCase(ALL_LINEAR)
          ? new Targets(List.of(), Optional.empty(), true)
          : new Targets(List.of(), Optional.of(NamePattern.ofName(json, field, text)), false);
    }

    boolean match(String module) {
      if (allLinear) {
        return module.endsWith("_proj");
      }
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
   * What the product of a module's matrices is multiplied with: alpha / r, or alpha / sqrt(r) for
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
   * Whether patterns of a module disagree. PEFT sorts them when it saves, so that the one that
   * counts when it loads may be another than in training.
   */
  boolean isAmbiguous(String module) {
    return Stream.of(rankPattern, alphaPattern)
        .anyMatch(patterns -> fitting(patterns, module).distinct().count() > 1);
  }

  /** Whether the adapter replaces a module as a whole; like PEFT by the end of its name. */
  public boolean saves(String module) {
    return modulesToSave.stream().anyMatch(module::endsWith);
  }

  /** Whether the bias of a module is trained; no module of that name has none. */
  boolean trainsBias(String module) {
    return switch (json.string("bias").orElse("none")) {
      case "all" -> !module.isEmpty();
      case "lora_only" -> targets(module);
      default -> false;
    };
  }

  /** Whether an output head that the base ties to the embedding stays tied in training. */
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

  /** The fields that neither PEFT 0.21.2 nor this class knows, in the order of the file. */
  List<String> unknownFields() {
    return json.fields().stream()
        .filter(field -> !HONOURED.contains(field) && !WITHOUT_EFFECT.contains(field))
        .filter(field -> !MUST_BE_OFF.containsKey(field) && !field.equals("use_dora"))
        .toList();
  }
}
