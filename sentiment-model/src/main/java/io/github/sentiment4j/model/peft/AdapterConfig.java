package io.github.sentiment4j.model.peft;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sentiment4j.model.ModelFileException;
import io.github.sentiment4j.model.ModelFileException.Kind;
import io.github.sentiment4j.model.json.JsonFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The {@code adapter_config.json} of a LoRA adapter: which modules it changes, and how strongly.
 * Immutable.
 *
 * <p>Modules are named without {@code base_model.model.}, such as {@code
 * model.layers.0.self_attn.q_proj}.
 */
public final class AdapterConfig {
  private static final String ALL_LINEAR = "all-linear";
  private static final Pattern LAYER = Pattern.compile(".*\\.[^.]*\\.(\\d+)\\..*");

  /** What changes the merge in ways that are not done here, and the value that does not. */
  private static final Map<String, String> MUST_BE =
      Map.of(
          "fan_in_fan_out", "false",
          "bias", "none",
          "lora_bias", "false",
          "use_qalora", "false");

  private static final List<String> MUST_BE_MISSING =
      List.of(
          "layer_replication",
          "trainable_token_indices",
          "target_parameters",
          "alora_invocation_tokens");

  private final JsonFile json;
  private final int rank;
  private final double alpha;
  private final boolean rankStabilized;
  private final Map<Pattern, Double> rankPattern;
  private final Map<Pattern, Double> alphaPattern;
  private final List<String> modulesToSave;
  private final Targets targets;
  private final Targets excluded;
  private final List<Integer> layers;

  private AdapterConfig(JsonFile json) {
    this.json = json;
    checkKind();
    this.rank = json.required("r", json.integer("r"));
    if (rank < 1) {
      throw json.corrupt("r", "a rank of at least 1", rank + "");
    }
    this.alpha = json.required("lora_alpha", json.number("lora_alpha"));
    this.rankStabilized = json.bool("use_rslora").orElse(false);
    this.rankPattern = patterns("rank_pattern");
    this.alphaPattern = patterns("alpha_pattern");
    this.modulesToSave = strings("modules_to_save").orElse(List.of());
    this.targets =
        readTargets("target_modules")
            .orElseThrow(() -> json.corrupt("target_modules", "names", "none"));
    this.excluded = readTargets("exclude_modules").orElse(new Targets(List.of(), Optional.empty()));
    this.layers = layers();
  }

  /**
   * Reads a file.
   *
   * @throws ModelFileException {@link Kind#NOT_FOUND} if there is none, {@link Kind#CORRUPT} if a
   *     field is missing or of another type, {@link Kind#UNSUPPORTED} if it is no plain LoRA: DoRA,
   *     biases, another PEFT type
   */
  public static AdapterConfig read(Path file) {
    return new AdapterConfig(JsonFile.read(file));
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
                          field,
                          value,
                          JsonFile.describe(found) + "; merge it with PEFT and convert the result");
                    }));
    for (String field : MUST_BE_MISSING) {
      json.node(field)
          .filter(found -> found.isValueNode() || !found.isEmpty())
          .ifPresent(
              found -> {
                throw json.unsupported(
                    field,
                    "nothing",
                    JsonFile.describe(found) + "; merge it with PEFT and convert the result");
              });
    }
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
                    ? new Targets(List.of(), Optional.of(pattern(field, node.textValue())))
                    : new Targets(strings(field).orElseThrow(), Optional.empty()));
  }

  private Pattern pattern(String field, String regex) {
    try {
      return Pattern.compile(regex.equals(ALL_LINEAR) ? "(?!lm_head).*" : regex);
    } catch (PatternSyntaxException e) {
      throw json.corrupt(field, "a regular expression", JsonFile.shorten(e.getMessage()));
    }
  }

  /** Names, or the ends of names, like {@code get_pattern_key} of PEFT; the first one counts. */
  private Map<Pattern, Double> patterns(String field) {
    Map<Pattern, Double> patterns = new LinkedHashMap<>();
    json.node(field)
        .ifPresent(
            node ->
                node.properties()
                    .forEach(
                        entry -> {
                          if (!entry.getValue().isNumber()) {
                            throw json.corrupt(
                                field, "numbers", JsonFile.describe(entry.getValue()));
                          }
                          patterns.put(
                              pattern(field, "(?:.*\\.)?(?:" + entry.getKey() + ")"),
                              entry.getValue().doubleValue());
                        }));
    return patterns;
  }

  private List<Integer> layers() {
    List<Integer> result = new ArrayList<>();
    json.node("layers_to_transform")
        .ifPresent(
            node -> {
              if (node.isInt()) {
                result.add(node.intValue());
              } else {
                node.forEach(element -> result.add(element.intValue()));
              }
            });
    return result;
  }

  /** Modules by their names or the ends of them, or by a pattern for the whole name. */
  private record Targets(List<String> names, Optional<Pattern> pattern) {
    boolean match(String module) {
      return pattern
          .map(p -> p.matcher(module).matches())
          .orElseGet(
              () ->
                  names.stream()
                      .anyMatch(name -> module.equals(name) || module.endsWith("." + name)));
    }
  }

  /** The file. */
  Path file() {
    return json.file();
  }

  /** Whether the adapter changes a linear module of the base. */
  public boolean targets(String module) {
    if (excluded.match(module) || !targets.match(module)) {
      return false;
    }
    Matcher layer = LAYER.matcher(module);
    return layers.isEmpty()
        || (layer.matches() && layers.contains(Integer.parseInt(layer.group(1))));
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

  private static double first(Map<Pattern, Double> patterns, String module, double otherwise) {
    return patterns.entrySet().stream()
        .filter(entry -> entry.getKey().matcher(module).matches())
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(otherwise);
  }

  /** Whether the adapter replaces a module as a whole; like PEFT by the end of its name. */
  public boolean saves(String module) {
    return modulesToSave.stream().anyMatch(module::endsWith);
  }
}
