package io.github.sentiment4j.model.checkpoint;

import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.model.internal.json.JsonFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The keys {@code general.*} that convert_hf_to_gguf.py of llama.cpp v0.5.0 derives from a folder:
 * its sampling settings, its name and its size. The model card ({@code README.md}) is not read.
 */
final class GeneralKeys {

  private static final List<Setting> SAMPLING =
      List.of(
          new Setting("sequence", GeneralKeys::string, "sequence"),
          new Setting("top_k", GeneralKeys::integer, "top_k"),
          new Setting("top_p", GeneralKeys::number, "top_p"),
          new Setting("min_p", GeneralKeys::number, "min_p"),
          new Setting("xtc_probability", GeneralKeys::number, "xtc_probability"),
          new Setting("xtc_threshold", GeneralKeys::number, "xtc_threshold"),
          new Setting("temp", GeneralKeys::number, "temperature"),
          new Setting("penalty_last_n", GeneralKeys::integer, "penalty_last_n"),
          new Setting(
              "penalty_repeat", GeneralKeys::number, "penalty_repeat", "repetition_penalty"),
          new Setting("mirostat", GeneralKeys::integer, "mirostat"),
          new Setting("mirostat_tau", GeneralKeys::number, "mirostat_tau"),
          new Setting("mirostat_eta", GeneralKeys::number, "mirostat_eta"));

  /** A key behind {@code general.sampling.} and the fields of which the first one counts. */
  private record Setting(
      String key, BiFunction<JsonFile, String, Optional<GgufValue>> reader, List<String> fields) {
    Setting(
        String key, BiFunction<JsonFile, String, Optional<GgufValue>> reader, String... fields) {
      this(key, reader, List.of(fields));
    }

    Optional<GgufValue> read(JsonFile json) {
      return fields.stream()
          .filter(json::has)
          .findFirst()
          .flatMap(field -> reader.apply(json, field));
    }
  }

  private GeneralKeys() {}

  /**
   * The keys in their order.
   *
   * @param config the folder's {@code config.json}
   * @param parameters elements of all weights
   * @throws io.github.sentiment4j.gguf.ModelFileException if {@code generation_config.json} is
   *     damaged or has a setting of another type
   */
  static Map<String, GgufValue> of(Path folder, JsonFile config, long parameters) {
    Map<String, GgufValue> keys = new LinkedHashMap<>();
    JsonFile.readIfPresent(folder.resolve("generation_config.json"))
        .ifPresent(
            json -> {
              for (Setting setting : SAMPLING) {
                setting
                    .read(json)
                    .ifPresent(value -> keys.put("general.sampling." + setting.key(), value));
              }
            });
    List<ModelId> ids =
        Stream.concat(
                config
                    .string("_name_or_path")
                    .filter(path -> path.chars().filter(c -> c == '/').count() <= 1)
                    .stream(),
                Stream.of(folderName(folder)))
            .map(id -> ModelId.of(id, parameters))
            .toList();
    put(keys, "name", Optional.of(first(ids, ModelId::name).orElse("")));
    put(keys, "version", first(ids, ModelId::version));
    put(keys, "organization", first(ids, ModelId::organization));
    put(keys, "finetune", first(ids, ModelId::finetune));
    put(keys, "basename", first(ids, ModelId::basename));
    put(
        keys,
        "size_label",
        first(ids, ModelId::sizeLabel).or(() -> Optional.of(ModelId.sizeLabel(parameters))));
    return keys;
  }

  private static Optional<GgufValue> string(JsonFile json, String field) {
    return json.string(field).map(GgufValue::string);
  }

  private static Optional<GgufValue> integer(JsonFile json, String field) {
    return json.integer(field).map(GgufValue::int32);
  }

  private static Optional<GgufValue> number(JsonFile json, String field) {
    return json.number(field).map(Double::floatValue).map(GgufValue::float32);
  }

  private static String folderName(Path folder) {
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return name == null ? "" : name.toString();
  }

  private static Optional<String> first(
      List<ModelId> ids, Function<ModelId, Optional<String>> part) {
    return ids.stream().flatMap(id -> part.apply(id).stream()).findFirst();
  }

  private static void put(Map<String, GgufValue> keys, String key, Optional<String> value) {
    value.ifPresent(text -> keys.put("general." + key, GgufValue.string(text)));
  }
}
