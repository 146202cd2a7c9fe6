package io.github.sentiment4j.model.peft;

import io.github.sentiment4j.model.ModelFileException;
import io.github.sentiment4j.model.ModelFileException.Kind;
import io.github.sentiment4j.model.json.JsonFile;
import io.github.sentiment4j.model.safetensors.SafetensorsFile;
import io.github.sentiment4j.model.safetensors.SafetensorsTensor;
import io.github.sentiment4j.model.tensor.Weight;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A LoRA adapter in a folder, as PEFT saves it. Thread-safe.
 *
 * <pre>{@code
 * Folder  --> adapter_config.json, adapter_model.safetensors with Tensor^n
 * Tensor  --> "base_model.model." Module ".lora_A.weight"      (r, C)
 *           | "base_model.model." Module ".lora_B.weight"      (R, r)
 *           | "base_model.model." Module ".lora_embedding_A"   (r, R)
 *           | "base_model.model." Module ".lora_embedding_B"   (C, r)
 *           | "base_model.model." Module ".weight"             a module that was trained as a whole
 *           | "base_model.model." Module ".base_layer.weight"  the base's, saved beside its matrices
 * }</pre>
 */
final class Adapter {
  private static final String WEIGHTS = "adapter_model.safetensors";

  private static final int MAX_NAME_CHARS = 300;

  private static final Pattern NAME =
      Pattern.compile(
          "base_model\\.model\\.(.+?)\\."
              + "(?:lora_(?<matrix>[AB])(?:\\.weight)?|lora_embedding_(?<embedding>[AB])"
              + "|(?<base>base_layer\\.)?(?<saved>weight|bias))");

  private final Path folder;
  private final AdapterConfig config;
  private final Map<String, Matrices> matrices = new TreeMap<>();
  private final Map<String, Weight> saved = new LinkedHashMap<>();

  /** The one that was asked for last; a merge asks for many pieces of one module in a row. */
  private volatile Map.Entry<String, LowRank> last;

  /** The two matrices of a module, in the file's order of dimensions. */
  private static final class Matrices {
    private final boolean embedding;
    private Weight a;
    private Weight b;

    Matrices(boolean embedding) {
      this.embedding = embedding;
    }
  }

  private Adapter(Path folder) {
    this.folder = folder;
    this.config = AdapterConfig.read(folder);
    Path file = folder.resolve(WEIGHTS);
    if (!Files.exists(file) && Files.exists(folder.resolve("adapter_model.bin"))) {
      throw ModelFileException.of(
          Kind.UNSUPPORTED,
          folder,
          "",
          WEIGHTS,
          "adapter_model.bin, a pickle; save it with safe_serialization=True");
    }
    SafetensorsFile tensors = SafetensorsFile.read(file);
    for (SafetensorsTensor tensor : tensors.tensors()) {
      add(tensor.name(), tensors.weight(tensor));
    }
    matrices.forEach(this::checkMatrices);
  }

  /**
   * Reads the headers of an adapter.
   *
   * @throws ModelFileException as {@link AdapterConfig#read} and {@link SafetensorsFile#read};
   *     {@link Kind#CORRUPT} if a matrix is missing, or of another rank than the configuration says
   */
  static Adapter read(Path folder) {
    return new Adapter(folder);
  }

  private void add(String name, Weight weight) {
    Matcher matcher = NAME.matcher(name);
    if (name.length() > MAX_NAME_CHARS || !matcher.matches()) {
      throw complaint(
          Kind.UNSUPPORTED,
          JsonFile.shorten(name),
          "lora_A, lora_B, lora_embedding_A, lora_embedding_B or a whole module of"
              + " base_model.model",
          "another name");
    }
    String module = matcher.group(1);
    if (matcher.group("saved") != null) {
      if (matcher.group("base") == null && !config.saves(module)) {
        throw complaint(
            Kind.CORRUPT, name, "only modules of modules_to_save as a whole", "one more");
      }
      saved.put(module + "." + matcher.group("saved"), weight);
      return;
    }
    boolean embedding = matcher.group("embedding") != null;
    Matrices pair = matrices.computeIfAbsent(module, key -> new Matrices(embedding));
    boolean isA = matcher.group(embedding ? "embedding" : "matrix").equals("A");
    if (pair.embedding != embedding || (isA ? pair.a : pair.b) != null) {
      throw complaint(Kind.CORRUPT, name, "one lora_A and one lora_B for a module", "one more");
    }
    if (isA) {
      pair.a = weight;
    } else {
      pair.b = weight;
    }
  }

  private void checkMatrices(String module, Matrices pair) {
    if (pair.a == null || pair.b == null) {
      throw complaint(
          Kind.CORRUPT,
          module,
          "both lora_A and lora_B",
          "no lora_" + (pair.a == null ? "A" : "B") + "; the file is incomplete");
    }
    int rank = config.rank(module);
    if (pair.a.rows() != rank || pair.b.columns() != rank) {
      throw complaint(
          Kind.CORRUPT,
          module,
          "matrices of rank " + rank + " by adapter_config.json",
          "lora_A with "
              + pair.a.rows()
              + " rows and lora_B with "
              + pair.b.columns()
              + " columns");
    }
  }

  private ModelFileException complaint(Kind kind, String place, String expected, String found) {
    return ModelFileException.of(kind, folder.resolve(WEIGHTS), '"' + place + '"', expected, found);
  }

  AdapterConfig config() {
    return config;
  }

  /** The weights that replace those of the base, under their names there. */
  Map<String, Weight> saved() {
    return saved;
  }

  /** The file of its weights, for messages. */
  Path file() {
    return folder.resolve(WEIGHTS);
  }

  /** The modules with matrices. */
  Iterable<String> modules() {
    return matrices.keySet();
  }

  /** Whether a module has matrices. */
  boolean changes(String module) {
    return matrices.containsKey(module);
  }

  /**
   * Checks that a module's matrices fit a weight of the base.
   *
   * @throws ModelFileException {@link Kind#MISMATCH} if they do not
   */
  void requireFit(String module, Weight weight) {
    Matrices pair = matrices.get(module);
    int rows = pair.embedding ? pair.a.columns() : pair.b.rows();
    int columns = pair.embedding ? pair.b.rows() : pair.a.columns();
    if (rows != weight.rows() || columns != weight.columns()) {
      throw complaint(
          Kind.MISMATCH,
          module,
          "matrices for the base's (" + weight.rows() + ", " + weight.columns() + ")",
          "for (" + rows + ", " + columns + "); this adapter belongs to another base");
    }
  }

  /** What is added to the weight of a module; that of one module is kept in memory. */
  LowRank lowRank(String module) {
    Map.Entry<String, LowRank> found = last;
    if (found == null || !found.getKey().equals(module)) {
      found = Map.entry(module, read(module));
      last = found;
    }
    return found.getValue();
  }

  private LowRank read(String module) {
    Matrices pair = matrices.get(module);
    float scaling = config.scaling(module);
    return pair.embedding
        ? LowRank.embedding(pair.a, pair.b, scaling)
        : LowRank.linear(pair.a, pair.b, scaling);
  }
}
