package io.github.sentiment4j.model.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.model.ModelFileException;
import io.github.sentiment4j.model.ModelFileException.Kind;
import io.github.sentiment4j.model.json.JsonFile;
import io.github.sentiment4j.model.tensor.Weight;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The weights of a checkpoint: {@code model.safetensors} in a folder, or the shards that {@code
 * model.safetensors.index.json} names. Immutable and thread-safe; it keeps no file open.
 *
 * <pre>{@code
 * Index --> { "metadata": { "total_size": INTEGER, ... },   both may be missing; bytes of all tensors
 *             "weight_map": { NAME: SHARD, ... } }           a file in the same folder
 * }</pre>
 */
public final class SafetensorsFolder {
  private static final String SINGLE = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";
  private static final String WEIGHT_MAP = "weight_map";
  private static final String METADATA = "metadata";
  private static final String TOTAL_SIZE = "total_size";

  private final Path folder;
  private final List<SafetensorsFile> files;

  /** The file of each tensor, in the order of {@link #names}. */
  private final Map<String, SafetensorsFile> fileOf;

  private SafetensorsFolder(Path folder, List<SafetensorsFile> files) {
    this.folder = folder;
    this.files = List.copyOf(files);
    this.fileOf = new LinkedHashMap<>();
    for (SafetensorsFile file : files) {
      for (SafetensorsTensor tensor : file.tensors()) {
        SafetensorsFile other = fileOf.put(tensor.name(), file);
        if (other != null) {
          throw corrupt(
              file.path(),
              place(tensor.name()),
              "every tensor in one file",
              "another one in " + other.path().getFileName());
        }
      }
    }
  }

  /**
   * Reads and checks the headers of all files in a folder. Where there is an index, it counts.
   *
   * @throws ModelFileException {@link Kind#NOT_FOUND} if there is neither an index nor a single
   *     file, or a shard is missing; {@link Kind#CORRUPT} if the index names a file outside the
   *     folder or is at odds with its shards; otherwise as {@link SafetensorsFile#read}
   */
  public static SafetensorsFolder read(Path folder) {
    Path index = folder.resolve(INDEX);
    if (Files.exists(index)) {
      return readShards(folder, JsonFile.read(index));
    }
    Path single = folder.resolve(SINGLE);
    if (!Files.exists(single)) {
      throw ModelFileException.of(
          Kind.NOT_FOUND,
          folder,
          "",
          SINGLE + " or " + INDEX,
          Files.isDirectory(folder) ? "neither of them" : "no such folder");
    }
    return new SafetensorsFolder(folder, List.of(SafetensorsFile.read(single)));
  }

  private static SafetensorsFolder readShards(Path folder, JsonFile index) {
    Map<String, String> weightMap = weightMap(index);
    Map<String, SafetensorsFile> shards = new TreeMap<>();
    for (String shard : weightMap.values()) {
      if (!shards.containsKey(shard)) {
        shards.put(shard, readShard(folder, index, shard));
      }
    }
    SafetensorsFolder result = new SafetensorsFolder(folder, new ArrayList<>(shards.values()));
    result.checkAgainst(index, weightMap, shards);
    return result;
  }

  /** The file of each tensor. */
  private static Map<String, String> weightMap(JsonFile index) {
    JsonNode node = index.required(WEIGHT_MAP, index.node(WEIGHT_MAP));
    Map<String, String> weightMap = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      JsonNode shard = entry.getValue();
      if (!shard.isTextual() || !isPlainName(shard.textValue())) {
        throw corrupt(
            index.file(),
            place(entry.getKey()),
            "the name of a .safetensors file in the same folder",
            JsonFile.describe(shard));
      }
      weightMap.put(entry.getKey(), shard.textValue());
    }
    if (weightMap.isEmpty()) {
      throw index.corrupt(
          WEIGHT_MAP, "an object with the file of each tensor", JsonFile.describe(node));
    }
    return weightMap;
  }

  /** Whether a name is that of a file and leads nowhere else. */
  private static boolean isPlainName(String name) {
    return name.endsWith(".safetensors") && name.chars().noneMatch(c -> "/\\:\0".indexOf(c) >= 0);
  }

  private static SafetensorsFile readShard(Path folder, JsonFile index, String shard) {
    Path path = folder.resolve(shard);
    if (!Files.exists(path)) {
      throw ModelFileException.of(
          Kind.NOT_FOUND,
          index.file(),
          "\"" + WEIGHT_MAP + '"',
          "the shard " + shard + " in the same folder",
          "no such file; fetch it again");
    }
    return SafetensorsFile.read(path);
  }

  private void checkAgainst(
      JsonFile index, Map<String, String> weightMap, Map<String, SafetensorsFile> shards) {
    weightMap.forEach(
        (name, shard) -> {
          SafetensorsFile file = fileOf.get(name);
          if (file != shards.get(shard)) {
            throw corrupt(
                index.file(),
                place(name),
                "it in " + shard + ", as the index says",
                file == null ? "no such tensor" : "it in " + file.path().getFileName());
          }
        });
    fileOf.forEach(
        (name, file) -> {
          if (!weightMap.containsKey(name)) {
            throw corrupt(
                file.path(), place(name), "only tensors that " + INDEX + " names", "this one too");
          }
        });
    checkTotalSize(index);
  }

  private void checkTotalSize(JsonFile index) {
    Optional<JsonNode> size = index.node(METADATA).map(metadata -> metadata.get(TOTAL_SIZE));
    long bytes =
        files.stream()
            .flatMap(file -> file.tensors().stream())
            .mapToLong(SafetensorsTensor::bytes)
            .sum();
    if (size.isPresent() && (!size.get().isNumber() || size.get().doubleValue() != bytes)) {
      throw index.corrupt(
          METADATA + "." + TOTAL_SIZE,
          bytes + ", the bytes of all tensors",
          JsonFile.describe(size.get()));
    }
  }

  private static ModelFileException corrupt(
      Path file, String place, String expected, String found) {
    return ModelFileException.of(Kind.CORRUPT, file, place, expected, found);
  }

  private static String place(String tensor) {
    return "tensor " + GgufValue.quote(tensor);
  }

  /** The folder, as it was given to {@link #read}. */
  public Path folder() {
    return folder;
  }

  /** The files, sorted by name; one if there is no index. */
  public List<SafetensorsFile> files() {
    return files;
  }

  /**
   * The names of all tensors in the order in which convert_hf_to_gguf.py reads them: file by file,
   * sorted within each.
   */
  public List<String> names() {
    return List.copyOf(fileOf.keySet());
  }

  /** The description of a tensor. */
  public Optional<SafetensorsTensor> tensor(String name) {
    return Optional.ofNullable(fileOf.get(name)).flatMap(file -> file.tensor(name));
  }

  /**
   * The numbers of a vector or matrix, if there is a tensor of that name.
   *
   * @throws ModelFileException as {@link SafetensorsFile#weight}
   */
  public Optional<Weight> weight(String name) {
    return tensor(name).map(tensor -> fileOf.get(name).weight(tensor));
  }

  /** The folder and the number of its tensors. */
  @Override
  public String toString() {
    return folder + " (" + files.size() + " safetensors files, " + fileOf.size() + " tensors)";
  }
}
