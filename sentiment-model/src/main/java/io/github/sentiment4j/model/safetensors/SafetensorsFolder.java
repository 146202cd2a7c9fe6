package io.github.sentiment4j.model.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.model.internal.json.JsonFile;
import io.github.sentiment4j.model.tensor.Weight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The weights of a checkpoint: {@code model.safetensors} in a folder, or else the shards that
 * {@code model.safetensors.index.json} names. Immutable and thread-safe; it keeps no file open.
 *
 * <pre>{@code
 * Index --> { "metadata": { "total_size": INTEGER, ... },   both may be missing; bytes of all tensors
 *             "weight_map": { NAME: SHARD, ... } }           a file in the same folder
 * }</pre>
 */
public final class SafetensorsFolder {
  private static final String SINGLE = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";
  private static final String SUFFIX = ".safetensors";
  private static final String INDEX_SUFFIX = ".safetensors.index.json";

  /** The files of pickled weights, and their index. */
  private static final Predicate<String> PICKLED =
      Pattern.compile("(pytorch_model|model).*\\.(bin|pt|pth|bin\\.index\\.json)")
          .asMatchPredicate();

  private static final String WEIGHT_MAP = "weight_map";
  private static final String METADATA = "metadata";
  private static final String TOTAL_SIZE = "total_size";

  private final Path folder;

  /** The index, or the only file. */
  private final Path entry;

  private final List<SafetensorsFile> files;

  /** The file of each tensor, in the order of {@link #names}. */
  private final Map<String, SafetensorsFile> fileOf;

  private SafetensorsFolder(Path folder, Path entry, List<SafetensorsFile> files) {
    this.folder = folder;
    this.entry = entry;
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

  /** Reads and checks the headers of the files in a folder that names no other file. */
  public static SafetensorsFolder read(Path folder) {
    return read(folder, Optional.empty());
  }

  /**
   * Reads and checks the headers of the files that transformers 5.24 reads: the one that is named,
   * or else {@code model.safetensors}, or else the shards of the index ({@code
   * _get_resolved_checkpoint_files}).
   *
   * @param named {@code transformers_weights} of {@code config.json}: a file or an index
   * @throws ModelFileException {@link Kind#MODEL_NOT_FOUND} if there is none of them, or a shard is
   *     missing; {@link Kind#MODEL_INVALID} if a name leads outside the folder or the index is at
   *     odds with its shards; otherwise as {@link SafetensorsFile#read}
   */
  public static SafetensorsFolder read(Path folder, Optional<String> named) {
    named
        .filter(name -> !isPlainName(name.replace(INDEX_SUFFIX, SUFFIX)))
        .ifPresent(
            name -> {
              throw corrupt(
                  folder,
                  "transformers_weights",
                  "the name of a .safetensors file or of an index in the same folder",
                  name);
            });
    String name =
        named.orElse(
            !Files.isRegularFile(folder.resolve(SINGLE)) && Files.exists(folder.resolve(INDEX))
                ? INDEX
                : SINGLE);
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      throw ModelFileException.notFound(
          folder,
          "",
          named.orElse(SINGLE + " or " + INDEX),
          Files.isDirectory(folder) ? insteadOfWeights(folder) : "no such folder");
    }
    return name.endsWith(INDEX_SUFFIX)
        ? readShards(folder, JsonFile.read(file))
        : new SafetensorsFolder(folder, file, List.of(SafetensorsFile.read(file)));
  }

  /** Describes the weights in a folder without the expected file. */
  private static String insteadOfWeights(Path folder) {
    List<String> others = weightFiles(folder);
    if (others.isEmpty()) {
      return "no file of weights";
    }
    if (others.stream().anyMatch(PICKLED)) {
      return String.join(", ", others)
          + ", which only Python reads; save the weights again beside it with: python -c"
          + " \"from transformers import AutoModelForCausalLM as M; d = "
          + pythonString(folder)
          + "; M.from_pretrained(d).save_pretrained(d)\"";
    }
    return String.join(", ", others)
        + (others.size() == 1
            ? "; if it holds the weights, rename it to " + SINGLE
            : "; if they are shards, fetch the index that belongs to them");
  }

  private static String pythonString(Path folder) {
    return "'" + folder.toString().replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  /** The names of all files that look like weights, sorted. */
  private static List<String> weightFiles(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(PICKLED.or(name -> name.endsWith(SUFFIX)).or(name -> name.endsWith(INDEX_SUFFIX)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw ModelFileException.notFound(folder, "", "a readable folder", "an I/O error: " + e, e);
    }
  }

  private static SafetensorsFolder readShards(Path folder, JsonFile index) {
    Map<String, String> weightMap = weightMap(index);
    Map<String, SafetensorsFile> shards = new TreeMap<>();
    for (String shard : weightMap.values()) {
      if (!shards.containsKey(shard)) {
        shards.put(shard, readShard(folder, index, shard));
      }
    }
    SafetensorsFolder result =
        new SafetensorsFolder(folder, index.file(), new ArrayList<>(shards.values()));
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

  /** Returns whether a name is that of a file and leads nowhere else. */
  private static boolean isPlainName(String name) {
    return name.endsWith(SUFFIX) && name.chars().noneMatch(c -> "/\\:\0".indexOf(c) >= 0);
  }

  private static SafetensorsFile readShard(Path folder, JsonFile index, String shard) {
    Path path = folder.resolve(shard);
    if (!Files.exists(path)) {
      throw ModelFileException.notFound(
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
    return ModelFileException.invalid(file, place, expected, found);
  }

  private static String place(String tensor) {
    return "tensor " + GgufValue.quote(tensor);
  }

  /** The folder, as it was given to {@link #read}. */
  public Path folder() {
    return folder;
  }

  /** Names the other weights in the folder; empty if it has none. */
  public Optional<String> notRead() {
    Set<Path> read = files.stream().map(SafetensorsFile::path).collect(Collectors.toSet());
    read.add(entry);
    String others =
        weightFiles(folder).stream()
            .filter(name -> !read.contains(folder.resolve(name)))
            .collect(Collectors.joining(", "));
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the weights are those of "
                + entry.getFileName()
                + ", which transformers reads too; not read: "
                + others);
  }

  /** Bytes of all files. */
  public long bytes() {
    return files.stream().mapToLong(SafetensorsFile::size).sum();
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
    return Optional.ofNullable(fileOf.get(name))
        .flatMap(file -> file.tensor(name).map(file::weight));
  }

  /** The folder and the number of its tensors. */
  @Override
  public String toString() {
    return folder + " (" + files.size() + " safetensors files, " + fileOf.size() + " tensors)";
  }
}
