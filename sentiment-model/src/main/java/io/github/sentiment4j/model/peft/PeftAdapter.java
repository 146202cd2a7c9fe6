package io.github.sentiment4j.model.peft;

import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.internal.json.JsonFile;
import io.github.sentiment4j.model.peft.AdapterTensor.Part;
import io.github.sentiment4j.model.safetensors.SafetensorsFile;
import io.github.sentiment4j.model.safetensors.SafetensorsTensor;
import io.github.sentiment4j.model.tensor.Weight;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A LoRA adapter in a folder, as PEFT saves it, for one base. Modules and weights have their names
 * in the base. Thread-safe.
 *
 * <pre>{@code
 * Folder  --> adapter_config.json, adapter_model.safetensors with the tensors of AdapterTensor
 * }</pre>
 */
final class PeftAdapter {
  static final String EMBEDDING = "model.embed_tokens";
  static final String OUTPUT = "lm_head";

  /** The prefix of names in a language model that names in its bare decoder lack. */
  private static final String DECODER = "model.";

  private static final Set<String> CLASSIFIER_HEADS = Set.of("score", "classifier", "qa_outputs");

  private final Path folder;
  private final AdapterConfig config;
  private final Checkpoint base;
  private final SafetensorsFile tensors;
  private final Set<String> baseNames;
  private final Map<String, Matrices> matrices = new TreeMap<>();
  private final Map<String, Weight> saved = new LinkedHashMap<>();
  private final Map<String, Weight> kept = new LinkedHashMap<>();
  private final Map<String, Weight> tokens = new LinkedHashMap<>();

  /** The names of modules in the adapter that differ from their names in the base. */
  private final Map<String, String> written = new HashMap<>();

  private boolean ofDecoder;

  /** The last product, because a merge reads many pieces of one module in a row. */
  private volatile Map.@Nullable Entry<String, LowRank> last;

  /** The two matrices of a module, in the file's order of dimensions. */
  private static final class Matrices {
    private final boolean embedding;
    private @Nullable Weight a;
    private @Nullable Weight b;

    Matrices(boolean embedding) {
      this.embedding = embedding;
    }

    Weight a() {
      return Objects.requireNonNull(a);
    }

    Weight b() {
      return Objects.requireNonNull(b);
    }
  }

  private PeftAdapter(Path folder, Checkpoint base) {
    this.folder = folder;
    this.base = base;
    this.config = AdapterConfig.read(folder);
    this.tensors = AdapterFolder.weights(folder);
    this.baseNames = new HashSet<>(base.names());
    for (SafetensorsTensor tensor : tensors.tensors()) {
      add(tensor);
    }
    matrices.forEach(this::checkMatrices);
  }

  /**
   * Reads the headers of an adapter.
   *
   * @throws ModelFileException as {@link AdapterConfig#read} and {@link SafetensorsFile#read};
   *     {@link Kind#INVALID_SETTING} if the base has no such module, {@link Kind#MODEL_INVALID} if
   *     a matrix is missing, empty, or of another rank than the configuration says
   */
  static PeftAdapter read(Path folder, Checkpoint base) {
    return new PeftAdapter(folder, base);
  }

  private void add(SafetensorsTensor tensor) {
    String name = tensor.name();
    AdapterTensor meaning =
        AdapterTensor.of(name)
            .orElseThrow(
                () ->
                    complaint(
                        Kind.MODEL_UNSUPPORTED,
                        JsonFile.shorten(name),
                        "lora_A, lora_B, lora_embedding_A, lora_embedding_B or a whole module of"
                            + " base_model.model",
                        "another name"));
    if (meaning.part() == Part.UNUSED) {
      return;
    }
    checkShape(tensor, meaning);
    String module = inBase(meaning);
    String weight = module + (meaning.bias() ? ".bias" : ".weight");
    Weight values = tensors.weight(tensor);
    switch (meaning.part()) {
      case WHOLE -> addWhole(name, module, weight, values, meaning.bias());
      case WHOLE_WRAPPED -> saved.putIfAbsent(weight, values);
      case BASE -> kept.put(weight, values);
      case TOKENS -> tokens.put(module, values);
      default -> addMatrix(name, module, meaning.part(), values);
    }
  }

  private void checkShape(SafetensorsTensor tensor, AdapterTensor meaning) {
    boolean vector = meaning.part() == Part.WHOLE || meaning.part() == Part.BASE;
    if (tensor.shape().contains(0L) || (tensor.shape().size() < 2 && !vector)) {
      throw complaint(
          Kind.MODEL_INVALID,
          tensor.name(),
          "a matrix",
          "the shape "
              + tensor.shape()
              + ": DeepSpeed ZeRO-3 and FSDP leave this where the parts of the processes were not"
              + " gathered; save the adapter again with stage3_gather_16bit_weights_on_model_save"
              + " (ZeRO-3) or a full state dict (FSDP)");
    }
  }

  /** Returns the name in the base; names of a bare decoder ({@code AutoModel}) lack the prefix. */
  private String inBase(AdapterTensor tensor) {
    String module = tensor.module();
    String end = tensor.bias() ? ".bias" : ".weight";
    if (!baseNames.contains(module + end)
        && !module.equals(OUTPUT)
        && baseNames.contains(DECODER + module + end)) {
      module = DECODER + module;
      ofDecoder = true;
    }
    if (!baseNames.contains(module + end) && !(module.equals(OUTPUT) && !tensor.bias())) {
      throw CLASSIFIER_HEADS.contains(module)
          ? complaint(
              Kind.MODEL_UNSUPPORTED,
              module,
              "modules of a language model",
              "the head of a classifier, which a language model has no place for; train a language"
                  + " model to say the label words, for instance with './sentiment finetune'")
          : otherBase(module);
    }
    written.put(module, tensor.written());
    return module;
  }

  /** Returns the exception for a part that the base does not have. */
  private ModelFileException otherBase(String place) {
    String name = config.baseName();
    return complaint(
        Kind.INVALID_SETTING,
        place,
        "a part of the base " + base.source(),
        "no such one there; this adapter belongs to another base"
            + (name.isEmpty() ? "" : " (adapter_config.json names " + name + ")"));
  }

  private void addWhole(String name, String module, String weight, Weight values, boolean bias) {
    boolean embedding = module.equals(EMBEDDING) || module.equals(OUTPUT);
    boolean tied = embedding && config.ensuresTying() && config.saves(written(EMBEDDING));
    if (config.saves(written(module)) || tied) {
      saved.put(weight, values);
    } else if (embedding || (bias && config.trainsBias(written(module)))) {
      kept.put(weight, values);
    } else {
      throw complaint(
          Kind.MODEL_INVALID, name, "only modules of modules_to_save as a whole", "one more");
    }
  }

  private void addMatrix(String name, String module, Part part, Weight values) {
    boolean embedding = part == Part.EMBEDDING_A || part == Part.EMBEDDING_B;
    Matrices pair = matrices.computeIfAbsent(module, key -> new Matrices(embedding));
    boolean isA = part == Part.A || part == Part.EMBEDDING_A;
    if (pair.embedding != embedding || (isA ? pair.a : pair.b) != null) {
      throw complaint(
          Kind.MODEL_INVALID, name, "one lora_A and one lora_B for a module", "one more");
    }
    if (isA) {
      pair.a = values;
    } else {
      pair.b = values;
    }
  }

  private void checkMatrices(String module, Matrices pair) {
    String name = written(module);
    String unwrapped = AdapterTensor.unwrapped(name);
    if (config.rank(name) != config.rank(unwrapped)
        || config.scaling(name) != config.scaling(unwrapped)) {
      throw complaint(
          Kind.MODEL_UNSUPPORTED,
          name,
          "the same rank and alpha as for " + unwrapped,
          "others by adapter_config.json; save the adapter from the model that is not wrapped");
    }
    if (pair.a == null || pair.b == null) {
      throw complaint(
          Kind.MODEL_INVALID,
          module,
          "both lora_A and lora_B",
          "no lora_" + (pair.a == null ? "A" : "B") + "; the file is incomplete");
    }
    int rank = config.rank(written(module));
    if (pair.a().rows() != rank || pair.b().columns() != rank) {
      throw complaint(
          Kind.MODEL_INVALID,
          module,
          "matrices of rank " + rank + " by adapter_config.json",
          "lora_A with "
              + pair.a().rows()
              + " rows and lora_B with "
              + pair.b().columns()
              + " columns"
              + (config.isAmbiguous(written(module))
                  ? "; several patterns of rank_pattern fit it, and PEFT sorts them when it saves:"
                      + " leave the one that counted in training"
                  : ""));
    }
  }

  /** Returns an exception about a place in the file of weights. */
  ModelFileException complaint(Kind kind, String place, String expected, String found) {
    return ModelFileException.of(kind, tensors.path(), '"' + place + '"', expected, found);
  }

  AdapterConfig config() {
    return config;
  }

  Path folder() {
    return folder;
  }

  /** Returns the name of a module in the trained model, which the configuration uses. */
  String written(String module) {
    boolean shorter = ofDecoder && module.startsWith(DECODER);
    String name = shorter ? module.substring(DECODER.length()) : module;
    return written.getOrDefault(module, name);
  }

  /** Returns whether the configuration says that a module has matrices. */
  boolean targets(String module) {
    String name = written(module);
    return config.targets(name) || config.targets(AdapterTensor.unwrapped(name));
  }

  /** Returns whether its modules are those of a bare decoder, without an output head. */
  boolean isOfDecoder() {
    return ofDecoder;
  }

  /** The weights of modules that were trained as a whole, under their names in the base. */
  Map<String, Weight> saved() {
    return saved;
  }

  /** The weights of the base in training, if they were saved too. */
  Map<String, Weight> kept() {
    return kept;
  }

  /** The rows of tokens by module, in the order of {@link AdapterConfig#tokens}. */
  Map<String, Weight> tokens() {
    return tokens;
  }

  /** The modules with matrices. */
  Set<String> modules() {
    return matrices.keySet();
  }

  /** Returns whether a module has matrices. */
  boolean changes(String module) {
    return matrices.containsKey(module);
  }

  /**
   * Checks that a module's matrices fit a weight of the base.
   *
   * @throws ModelFileException {@link Kind#INVALID_SETTING} if they do not
   */
  void requireFit(String module, Weight weight) {
    Matrices pair = Objects.requireNonNull(matrices.get(module));
    int rows = pair.embedding ? pair.a().columns() : pair.b().rows();
    int columns = pair.embedding ? pair.b().rows() : pair.a().columns();
    if (rows != weight.rows() || columns != weight.columns()) {
      throw complaint(
          Kind.INVALID_SETTING,
          module,
          "matrices for the base's (" + weight.rows() + ", " + weight.columns() + ")",
          "for (" + rows + ", " + columns + "); this adapter belongs to another base");
    }
  }

  /** Returns the product that is added to a module's weight; the last one stays in memory. */
  LowRank lowRank(String module) {
    Map.@Nullable Entry<String, LowRank> found = last;
    if (found == null || !found.getKey().equals(module)) {
      found = Map.entry(module, read(module));
      last = found;
    }
    return found.getValue();
  }

  private LowRank read(String module) {
    Matrices pair = Objects.requireNonNull(matrices.get(module));
    float scaling = config.scaling(written(module));
    return pair.embedding
        ? LowRank.embedding(pair.a(), pair.b(), scaling)
        : LowRank.linear(pair.a(), pair.b(), scaling);
  }
}
