package io.github.sentiment4j.model.peft;

import static io.github.sentiment4j.model.peft.PeftAdapter.EMBEDDING;
import static io.github.sentiment4j.model.peft.PeftAdapter.OUTPUT;
import static io.github.sentiment4j.model.peft.StartWeights.WEIGHT;

import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.checkpoint.DecoderConfig;
import io.github.sentiment4j.model.checkpoint.WrappedCheckpoint;
import io.github.sentiment4j.model.tensor.Weight;
import io.github.sentiment4j.model.tokenizer.Vocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A base with a LoRA adapter merged into it, in single precision: the weights of the model that
 * PEFT loads.
 *
 * <pre>{@code
 * Weight --> Start + scaling · B · A, each of its own module
 * Start  --> a module that was trained as a whole
 *          | the base's, or what the adapter's file has instead of it, with the trained rows
 * }</pre>
 *
 * <p>If the base ties the output head to the token embedding, both start from the same matrix, but
 * each has its own module: training one leaves the other unchanged, and the output is no longer
 * tied. It stays tied if both were trained to the same values ({@code ensure_weight_tying}, or rows
 * of tokens). PEFT's own {@code merge_and_unload} adds the difference of either to both.
 */
public final class MergedCheckpoint extends WrappedCheckpoint {
  static final Set<String> EXACT = Set.of("F32", "F16", "BF16", "F64");

  private final PeftAdapter adapter;
  private final StartWeights starts;
  private final boolean baseTies;
  private final DecoderConfig config;
  private final Vocabulary vocabulary;
  private final Map<String, GgufValue> metadata;
  private final List<String> names;
  private final List<String> warnings = new ArrayList<>();

  private MergedCheckpoint(Checkpoint base, PeftAdapter adapter) {
    super(base);
    this.adapter = adapter;
    this.baseTies = base.config().tiedOutput();
    this.starts = new StartWeights(base, adapter);
    AdapterFit fit = new AdapterFit(base, adapter, starts);
    fit.check();
    boolean tied = baseTies && fit.isTrainedAlike();
    int size = starts.of(EMBEDDING + WEIGHT).orElseThrow().rows();
    this.config = base.config().withTiedOutput(tied).withVocabularySize(size);
    this.metadata = metadata(base, config);
    this.names = new ArrayList<>(base.names());
    if (baseTies && !tied) {
      names.add(0, OUTPUT + WEIGHT);
    }
    fit.checkComplete(names);
    AdapterValues.check(adapter).ifPresent(warnings::add);
    this.vocabulary = AdapterVocabulary.choose(adapter, base, size, warnings::add);
    addWarnings();
  }

  /**
   * Merges an adapter into a base. Reads headers and the adapter's matrices; the weights of the
   * base are read on demand.
   *
   * @param adapter the folder of the adapter
   * @throws ModelFileException {@link Kind#INVALID_SETTING} if the adapter belongs to another base,
   *     {@link Kind#MODEL_UNSUPPORTED} if the base is quantised or the adapter is no plain LoRA,
   *     {@link Kind#MODEL_INVALID} if a file is damaged, {@link Kind#MODEL_NOT_FOUND} if one is
   *     missing
   */
  public static MergedCheckpoint of(Checkpoint base, Path adapter) {
    return new MergedCheckpoint(base, PeftAdapter.read(adapter, base));
  }

  /** Returns whether a base is one that adapters are merged into: not a quantised one. */
  public static boolean isExact(Checkpoint base) {
    return base.names().stream().allMatch(name -> EXACT.contains(storedAs(base, name)));
  }

  static String storedAs(Checkpoint base, String name) {
    return base.weight(name).orElseThrow().storedAs();
  }

  /** Returns the warnings about the base, the adapter and their merge, one sentence each. */
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
    String module = StartWeights.moduleOf(name);
    return starts
        .of(name)
        .map(
            weight ->
                adapter.changes(module)
                    ? new MergedWeight(weight, () -> adapter.lowRank(module))
                    : weight);
  }
}
