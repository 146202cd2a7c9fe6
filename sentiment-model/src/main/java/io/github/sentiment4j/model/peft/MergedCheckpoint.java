package io.github.sentiment4j.model.peft;

import static io.github.sentiment4j.model.peft.Adapter.EMBEDDING;
import static io.github.sentiment4j.model.peft.Adapter.OUTPUT;

import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.checkpoint.DecoderConfig;
import io.github.sentiment4j.model.checkpoint.WrappedCheckpoint;
import io.github.sentiment4j.model.tensor.RenamedWeight;
import io.github.sentiment4j.model.tensor.Weight;
import io.github.sentiment4j.model.tokenizer.Vocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A base with a LoRA adapter merged into it, in single precision: the weights by which the model
 * computes that PEFT loads.
 *
 * <pre>{@code
 * Weight --> Start + scaling · B · A, each of its own module
 * Start  --> a module that was trained as a whole
 *          | the base's, or what the adapter's file has instead of it, with the trained rows
 * }</pre>
 *
 * <p>Where the base ties the output head to the token embedding, both start from the same matrix,
 * but each has its own module: what was trained of one of them leaves the other as it was, and the
 * output is no longer tied. It stays tied where the same was trained of both ({@code
 * ensure_weight_tying}, or rows of tokens). PEFT's own {@code merge_and_unload} adds the difference
 * of either to both.
 */
public final class MergedCheckpoint extends WrappedCheckpoint {
  private static final String WEIGHT = ".weight";
  private static final int COMPARED_ROWS = 1_024;
  private static final Set<String> EXACT = Set.of("F32", "F16", "BF16", "F64");

  private final Adapter adapter;
  private final boolean baseTies;
  private final DecoderConfig config;
  private final Vocabulary vocabulary;
  private final Map<String, GgufValue> metadata;
  private final List<String> names;
  private final List<String> warnings = new ArrayList<>();

  private MergedCheckpoint(Checkpoint base, Adapter adapter) {
    super(base);
    this.adapter = adapter;
    this.baseTies = base.config().tiedOutput();
    checkBase();
    checkShapes();
    checkMatrices();
    checkTokens();
    boolean tied = baseTies && isTrainedAlike();
    int size = start(EMBEDDING + WEIGHT).orElseThrow().rows();
    this.config = base.config().withTiedOutput(tied).withVocabularySize(size);
    this.metadata = metadata(base, config);
    this.names = new ArrayList<>(base.names());
    if (baseTies && !tied) {
      names.add(0, OUTPUT + WEIGHT);
    }
    checkComplete();
    AdapterValues.check(adapter).ifPresent(warnings::add);
    this.vocabulary = AdapterVocabulary.choose(adapter, base, size, warnings::add);
    addWarnings();
  }

  /**
   * Merges an adapter into a base. Reads headers and the adapter's matrices; the base is read with
   * its weights.
   *
   * @param adapter the folder of the adapter
   * @throws ModelFileException {@link Kind#INVALID_SETTING} if the adapter belongs to another base,
   *     {@link Kind#MODEL_UNSUPPORTED} if the base is quantised or the adapter is no plain LoRA,
   *     {@link Kind#MODEL_INVALID} if a file is damaged, {@link Kind#MODEL_NOT_FOUND} if one is
   *     missing
   */
  public static MergedCheckpoint of(Checkpoint base, Path adapter) {
    return new MergedCheckpoint(base, Adapter.read(adapter, base));
  }

  /** Whether a base is one that adapters are merged into: not a quantised one. */
  public static boolean isExact(Checkpoint base) {
    return base.names().stream().allMatch(name -> EXACT.contains(storedAs(base, name)));
  }

  private static String storedAs(Checkpoint base, String name) {
    return base.weight(name).orElseThrow().storedAs();
  }

  /** What a user should know about the base, the adapter and their merge, a sentence each. */
  @Override
  public List<String> warnings() {
    return Stream.concat(super.warnings().stream(), warnings.stream()).toList();
  }

  private void addWarnings() {
    if (baseTies && !config.tiedOutput()) {
      Weight output = weight(OUTPUT + WEIGHT).orElseThrow();
      warnings.add(
          "the base ties output head and token embedding, the adapter changes only one of them or"
              + " each in its own way: the file has both, which are "
              + String.format(Locale.ROOT, "%,d", (long) output.rows() * output.columns())
              + " parameters more before any pruning; with ensure_weight_tying they are trained as"
              + " one");
    }
    if (adapter.isOfDecoder()) {
      warnings.add(
          "the adapter was trained on the bare decoder (AutoModel): its output head is the base's,"
              + " which training has not seen");
    }
    if (adapter.modules().stream().map(adapter::written).anyMatch(adapter.config()::isAmbiguous)) {
      warnings.add(
          "several patterns of rank_pattern or alpha_pattern fit one module; the first in the file"
              + " counts, as for PEFT, which sorts them when it saves");
    }
    List<String> unknown = adapter.config().unknownFields();
    if (!unknown.isEmpty()) {
      warnings.add(
          "adapter_config.json has fields that PEFT 0.21.2 does not know, they were left out: "
              + String.join(", ", unknown));
    }
  }

  private void checkBase() {
    for (String name : base.names()) {
      String stored = storedAs(base, name);
      if (!EXACT.contains(stored)) {
        throw ModelFileException.unsupported(
            base.source(),
            "tensor \"" + name + '"',
            "a base in F32, F16 or BF16 for an adapter",
            stored
                + "; take the checkpoint that it was made from, or dequantise it with"
                + " 'sentiment export' and merge into that folder");
      }
    }
  }

  /** Weights that replace those of the base have their shapes, but for the number of tokens. */
  private void checkShapes() {
    Stream.of(adapter.saved(), adapter.kept())
        .forEach(weights -> weights.forEach(this::checkShape));
    Weight embedding = start(EMBEDDING + WEIGHT).orElseThrow();
    Weight output = start(OUTPUT + WEIGHT).orElseThrow();
    if (embedding.rows() != output.rows()) {
      throw adapter.complaint(
          Kind.MODEL_INVALID,
          OUTPUT + WEIGHT,
          "as many rows as embed_tokens has, " + embedding.rows(),
          output.rows()
              + "; PEFT 0.21.2 leaves one out where target_modules has the other: train with both"
              + " there or in modules_to_save; otherwise save the adapter with"
              + " save_embedding_layers=True");
    }
    Weight one = adapter.kept().get(EMBEDDING + WEIGHT);
    Weight other = adapter.kept().get(OUTPUT + WEIGHT);
    if (baseTies && one != null && other != null && !isSame(one, other)) {
      throw adapter.complaint(
          Kind.INVALID_SETTING,
          OUTPUT + WEIGHT,
          "the values of embed_tokens, because the base ties the two",
          "others; this adapter belongs to a base with an output head of its own");
    }
  }

  private void checkShape(String name, Weight weight) {
    Weight replaced = ofBase(name).orElseThrow();
    boolean resizable = name.equals(EMBEDDING + WEIGHT) || name.equals(OUTPUT + WEIGHT);
    if (weight.dimensions() != replaced.dimensions()
        || (weight.rows() != replaced.rows() && !resizable)
        || weight.columns() != replaced.columns()) {
      throw adapter.complaint(
          Kind.INVALID_SETTING,
          name,
          "the base's (" + replaced.rows() + ", " + replaced.columns() + ")",
          "("
              + weight.rows()
              + ", "
              + weight.columns()
              + "); this adapter belongs to another base");
    }
  }

  private void checkMatrices() {
    for (String module : adapter.modules()) {
      adapter.requireFit(module, start(module + WEIGHT).orElseThrow());
      boolean tied = module.equals(OUTPUT) && baseTies && adapter.config().ensuresTying();
      if (!adapter.targets(module) && !tied) {
        throw adapter.complaint(
            Kind.MODEL_INVALID, module, "only modules that target_modules names", "one more");
      }
    }
  }

  private void checkTokens() {
    adapter
        .tokens()
        .forEach(
            (module, rows) -> {
              requireSharedRows(module, rows);
              List<Integer> ids = adapter.config().tokens(tokensOf(module));
              Weight weight = start(module + WEIGHT).orElseThrow();
              if (rows.rows() != ids.size() || rows.columns() != weight.columns()) {
                throw adapter.complaint(
                    Kind.MODEL_INVALID,
                    module,
                    "rows for the tokens of trainable_token_indices, ("
                        + ids.size()
                        + ", "
                        + weight.columns()
                        + ")",
                    "(" + rows.rows() + ", " + rows.columns() + ")");
              }
              if (ids.stream().anyMatch(id -> id >= weight.rows())) {
                throw adapter.complaint(
                    Kind.INVALID_SETTING,
                    module,
                    "trainable_token_indices below " + weight.rows(),
                    ids + "; this adapter belongs to another base");
              }
            });
  }

  /**
   * A tied output head has the rows of the embedding; where PEFT saves embeddings as a whole, it
   * writes them under both names.
   */
  private void requireSharedRows(String module, Weight rows) {
    if (isShared(module) && !isSame(rows, tokens(module))) {
      throw adapter.complaint(
          Kind.MODEL_INVALID,
          module,
          "the rows of embed_tokens, because the base ties the two and trainable_token_indices does"
              + " not name lm_head",
          "others");
    }
  }

  /** What the configuration names must not be missing from the file. */
  private void checkComplete() {
    for (String name : names) {
      String module = moduleOf(name);
      boolean matrix = !module.isEmpty() && start(name).orElseThrow().dimensions() == 2;
      if (matrix && adapter.targets(module) && !adapter.changes(module)) {
        throw adapter.complaint(
            Kind.MODEL_INVALID,
            module,
            "lora_A and lora_B, because target_modules names it",
            "neither; the adapter is incomplete");
      }
      if (!module.isEmpty()
          && adapter.config().saves(adapter.written(module))
          && !adapter.saved().containsKey(name)) {
        throw adapter.complaint(
            Kind.MODEL_INVALID,
            name,
            "this weight, because modules_to_save names it",
            "no such one; the adapter is incomplete");
      }
      if (adapter.config().trainsBias(adapter.written(moduleOfBias(name)))
          && !adapter.kept().containsKey(name)) {
        throw adapter.complaint(
            Kind.MODEL_INVALID,
            name,
            "this bias, because of the field \"bias\"",
            "no such one; the adapter is incomplete");
      }
      if (!adapter.config().tokens(module).isEmpty() && tokens(module) == null) {
        throw adapter.complaint(
            Kind.MODEL_INVALID,
            module,
            "rows of tokens, because trainable_token_indices names it",
            "none; the adapter is incomplete");
      }
    }
  }

  /** Whether what was trained of the embedding and of the output head is the same. */
  private boolean isTrainedAlike() {
    boolean alike =
        isSame(adapter.saved().get(EMBEDDING + WEIGHT), adapter.saved().get(OUTPUT + WEIGHT))
            && adapter.changes(EMBEDDING) == adapter.changes(OUTPUT)
            && (!adapter.changes(OUTPUT)
                || adapter.lowRank(EMBEDDING).isSame(adapter.lowRank(OUTPUT)))
            && (!adapter.tokens().containsKey(OUTPUT) || isShared(OUTPUT));
    if (!alike && adapter.config().ensuresTying()) {
      throw adapter.complaint(
          Kind.MODEL_INVALID,
          OUTPUT,
          "the same change as that of embed_tokens, because ensure_weight_tying is true",
          "another one, or none");
    }
    return alike;
  }

  private static boolean isSame(Weight one, Weight other) {
    if (one == null || other == null) {
      return one == other;
    }
    int columns = one.columns();
    boolean same = one.rows() == other.rows() && columns == other.columns();
    float[] a = new float[COMPARED_ROWS * columns];
    float[] b = new float[COMPARED_ROWS * columns];
    for (int row = 0; same && row < one.rows(); row += COMPARED_ROWS) {
      int count = Math.min(COMPARED_ROWS, one.rows() - row);
      one.read(row, count, a);
      other.read(row, count, b);
      same = Arrays.equals(a, 0, count * columns, b, 0, count * columns);
    }
    return same;
  }

  @Override
  public DecoderConfig config() {
    return config;
  }

  @Override
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  @Override
  public Map<String, GgufValue> metadata() {
    return metadata;
  }

  @Override
  public List<String> names() {
    return List.copyOf(names);
  }

  @Override
  public Optional<Weight> weight(String name) {
    if (!names.contains(name)) {
      return Optional.empty();
    }
    String module = moduleOf(name);
    return start(name)
        .map(
            weight ->
                adapter.changes(module)
                    ? new MergedWeight(weight, () -> adapter.lowRank(module))
                    : weight);
  }

  /** What a module's matrices are added to. */
  private Optional<Weight> start(String name) {
    Weight saved = adapter.saved().get(name);
    if (saved != null) {
      return Optional.of(new RenamedWeight(name, saved));
    }
    String module = moduleOf(name);
    Weight rows = tokens(module);
    Optional<Weight> weight =
        Optional.ofNullable(adapter.kept().get(name))
            .or(() -> Optional.ofNullable(adapter.kept().get(sharedWith(name))))
            .<Weight>map(kept -> new RenamedWeight(name, kept))
            .or(() -> ofBase(name));
    return rows == null
        ? weight
        : weight.map(w -> new ReplacedRows(w, rows, adapter.config().tokens(tokensOf(module))));
  }

  private Optional<Weight> ofBase(String name) {
    return baseTies && name.equals(OUTPUT + WEIGHT)
        ? base.weight(EMBEDDING + WEIGHT).map(weight -> new RenamedWeight(name, weight))
        : base.weight(name);
  }

  /** The other name of a matrix that the base ties; itself for all others. */
  private String sharedWith(String name) {
    if (!baseTies) {
      return name;
    }
    return switch (name) {
      case EMBEDDING + WEIGHT -> OUTPUT + WEIGHT;
      case OUTPUT + WEIGHT -> EMBEDDING + WEIGHT;
      default -> name;
    };
  }

  /** The rows of tokens that a module has; a tied output head has those of the embedding. */
  private Weight tokens(String module) {
    return adapter.tokens().get(tokensOf(module));
  }

  private String tokensOf(String module) {
    boolean own =
        adapter.tokens().containsKey(module) && !adapter.config().tokens(module).isEmpty();
    return baseTies && module.equals(OUTPUT) && !own ? EMBEDDING : module;
  }

  private boolean isShared(String module) {
    return !tokensOf(module).equals(module);
  }

  private static String moduleOf(String name) {
    return without(WEIGHT, name);
  }

  private static String moduleOfBias(String name) {
    return without(".bias", name);
  }

  private static String without(String end, String name) {
    return name.endsWith(end) ? name.substring(0, name.length() - end.length()) : "";
  }
}
