package io.github.sentiment4j.model.peft;

import io.github.sentiment4j.model.ModelFileException;
import io.github.sentiment4j.model.ModelFileException.Kind;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.checkpoint.DecoderConfig;
import io.github.sentiment4j.model.checkpoint.WrappedCheckpoint;
import io.github.sentiment4j.model.tensor.RenamedWeight;
import io.github.sentiment4j.model.tensor.Weight;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A base with a LoRA adapter merged into it, in single precision: w + scaling · B · A, as PEFT's
 * {@code merge_and_unload} makes it from a float32 base. Modules that were trained as a whole
 * replace those of the base; a saved output head unties the output.
 */
public final class MergedCheckpoint extends WrappedCheckpoint {
  private static final String SUFFIX = ".weight";
  private static final String EMBEDDING = "model.embed_tokens";
  private static final String OUTPUT = "lm_head";
  private static final Set<String> EXACT = Set.of("F32", "F16", "BF16", "F64");

  private final Adapter adapter;
  private final List<String> names;

  private MergedCheckpoint(Checkpoint base, Adapter adapter) {
    super(base);
    this.adapter = adapter;
    this.names = new ArrayList<>(base.names());
    if (base.config().tiedOutput() && !config().tiedOutput()) {
      names.add(0, OUTPUT + SUFFIX);
    }
    checkBase();
    checkSaved();
    checkMatrices();
    checkComplete();
    checkTied();
  }

  /**
   * Merges an adapter into a base. Reads headers only; the matrices of a module are read with its
   * weight.
   *
   * @param adapter the folder of the adapter
   * @throws ModelFileException {@link Kind#MISMATCH} if the adapter belongs to another base, {@link
   *     Kind#UNSUPPORTED} if the base is quantised, the adapter is no plain LoRA, or one of the two
   *     names of a tied matrix is trained, {@link Kind#CORRUPT} if a file is damaged
   */
  public static MergedCheckpoint of(Checkpoint base, Path adapter) {
    return new MergedCheckpoint(base, Adapter.read(adapter));
  }

  /** Whether a base is one that adapters are merged into: not a quantised one. */
  public static boolean isExact(Checkpoint base) {
    return base.names().stream().allMatch(name -> EXACT.contains(storedAs(base, name)));
  }

  private static String storedAs(Checkpoint base, String name) {
    return base.weight(name).orElseThrow().storedAs();
  }

  private void checkBase() {
    for (String name : base.names()) {
      String stored = storedAs(base, name);
      if (!EXACT.contains(stored)) {
        throw ModelFileException.of(
            Kind.UNSUPPORTED,
            base.source(),
            "tensor \"" + name + '"',
            "a base in F32, F16 or BF16 for an adapter",
            stored
                + "; take the checkpoint that it was made from, or dequantise it with"
                + " 'sentiment export' and merge into that folder");
      }
    }
  }

  private void checkMatrices() {
    for (String module : adapter.modules()) {
      if (module.equals(OUTPUT) && base.config().tiedOutput()) {
        throw complaint(
            Kind.UNSUPPORTED,
            module,
            "a base with an output head of its own, or embed_tokens in target_modules",
            "matrices for one of two names of the same weight");
      }
      Weight weight = unmerged(module + SUFFIX).orElseThrow(() -> otherBase(module));
      adapter.requireFit(module, weight);
      if (!adapter.config().targets(module)) {
        throw complaint(Kind.CORRUPT, module, "only modules that target_modules names", "one more");
      }
    }
  }

  /** What the configuration names must not be missing from the file. */
  private void checkComplete() {
    for (String name : names) {
      String module = moduleOf(name);
      if (name.endsWith("_proj" + SUFFIX)
          && adapter.config().targets(module)
          && !adapter.changes(module)) {
        throw complaint(
            Kind.CORRUPT,
            module,
            "lora_A and lora_B, because target_modules names it",
            "neither; the adapter is incomplete");
      }
      if (adapter.config().saves(module) && !adapter.saved().containsKey(name)) {
        throw complaint(
            Kind.CORRUPT,
            name,
            "this weight, because modules_to_save names it",
            "no such one; the adapter is incomplete");
      }
    }
  }

  private void checkSaved() {
    adapter
        .saved()
        .forEach(
            (name, weight) -> {
              String tied = base.config().tiedOutput() ? EMBEDDING + SUFFIX : name;
              Weight replaced =
                  base.weight(name.equals(OUTPUT + SUFFIX) ? tied : name)
                      .orElseThrow(() -> otherBase(name));
              if (weight.dimensions() != replaced.dimensions()
                  || weight.rows() != replaced.rows()
                  || weight.columns() != replaced.columns()) {
                throw complaint(
                    Kind.MISMATCH,
                    name,
                    "the base's (" + replaced.rows() + ", " + replaced.columns() + ")",
                    "("
                        + weight.rows()
                        + ", "
                        + weight.columns()
                        + "); this adapter belongs to another base");
              }
            });
  }

  private ModelFileException otherBase(String place) {
    return complaint(
        Kind.MISMATCH,
        place,
        "a part of the base " + base.source(),
        "no such one there; this adapter belongs to another base");
  }

  /** PEFT leaves open what becomes of the other name. */
  private void checkTied() {
    if (base.config().tiedOutput()
        && config().tiedOutput()
        && adapter.saved().containsKey(EMBEDDING + SUFFIX)
        && !adapter.changes(EMBEDDING)) {
      throw complaint(
          Kind.UNSUPPORTED,
          EMBEDDING,
          "lm_head in modules_to_save too, because the base ties the two",
          "embed_tokens alone");
    }
  }

  private ModelFileException complaint(Kind kind, String place, String expected, String found) {
    return ModelFileException.of(kind, adapter.file(), '"' + place + '"', expected, found);
  }

  @Override
  public DecoderConfig config() {
    return base.config()
        .withTiedOutput(
            base.config().tiedOutput() && !adapter.saved().containsKey(OUTPUT + SUFFIX));
  }

  @Override
  public List<String> names() {
    return List.copyOf(names);
  }

  @Override
  public Optional<Weight> weight(String name) {
    String module = moduleOf(name);
    return unmerged(name)
        .map(
            weight ->
                adapter.changes(module)
                    ? new MergedWeight(weight, () -> adapter.lowRank(module))
                    : weight);
  }

  /** What the adapter's matrices are added to: a saved weight, or that of the base. */
  private Optional<Weight> unmerged(String name) {
    Weight saved = adapter.saved().get(name);
    return saved == null ? base.weight(name) : Optional.of(new RenamedWeight(name, saved));
  }

  private static String moduleOf(String name) {
    return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : "";
  }
}
