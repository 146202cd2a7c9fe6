package io.github.sentiment4j.model.peft;

import static io.github.sentiment4j.model.peft.PeftAdapter.EMBEDDING;
import static io.github.sentiment4j.model.peft.PeftAdapter.OUTPUT;
import static io.github.sentiment4j.model.peft.StartWeights.WEIGHT;
import static io.github.sentiment4j.model.peft.StartWeights.moduleOf;
import static io.github.sentiment4j.model.peft.StartWeights.moduleOfBias;

import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.tensor.Weight;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks that an adapter is complete and fits its base. */
final class AdapterFit {
  private static final int COMPARED_ROWS = 1_024;

  private final Checkpoint base;
  private final PeftAdapter adapter;
  private final StartWeights starts;
  private final boolean baseTies;

  AdapterFit(Checkpoint base, PeftAdapter adapter, StartWeights starts) {
    this.base = base;
    this.adapter = adapter;
    this.starts = starts;
    this.baseTies = base.config().tiedOutput();
  }

  /**
   * Checks the base and the shapes of everything that the adapter has.
   *
   * @throws ModelFileException if the adapter does not fit or is damaged
   */
  void check() {
    checkBase();
    checkShapes();
    checkMatrices();
    checkTokens();
  }

  private void checkBase() {
    for (String name : base.names()) {
      String stored = MergedCheckpoint.storedAs(base, name);
      if (!MergedCheckpoint.EXACT.contains(stored)) {
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

  /**
   * Checks that weights in the place of the base's have the same shapes, except for the number of
   * tokens.
   */
  private void checkShapes() {
    Stream.of(adapter.saved(), adapter.kept())
        .forEach(weights -> weights.forEach(this::checkShape));
    Weight embedding = starts.of(EMBEDDING + WEIGHT).orElseThrow();
    Weight output = starts.of(OUTPUT + WEIGHT).orElseThrow();
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
    Weight replaced = starts.ofBase(name).orElseThrow();
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
      adapter.requireFit(module, starts.of(module + WEIGHT).orElseThrow());
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
              List<Integer> ids = adapter.config().tokens(starts.tokensOf(module));
              Weight weight = starts.of(module + WEIGHT).orElseThrow();
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
   * Checks that a tied output head has the rows of the embedding; PEFT writes whole embeddings
   * under both names.
   */
  private void requireSharedRows(String module, Weight rows) {
    if (starts.isShared(module) && !isSame(rows, starts.tokens(module))) {
      throw adapter.complaint(
          Kind.MODEL_INVALID,
          module,
          "the rows of embed_tokens, because the base ties the two and trainable_token_indices does"
              + " not name lm_head",
          "others");
    }
  }

  /** Checks that the file has everything that the configuration names. */
  void checkComplete(List<String> names) {
    for (String name : names) {
      String module = moduleOf(name);
      boolean matrix = !module.isEmpty() && starts.of(name).orElseThrow().dimensions() == 2;
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
      if (!adapter.config().tokens(module).isEmpty() && starts.tokens(module) == null) {
        throw adapter.complaint(
            Kind.MODEL_INVALID,
            module,
            "rows of tokens, because trainable_token_indices names it",
            "none; the adapter is incomplete");
      }
    }
  }

  /** Returns whether the embedding and the output head were trained to the same values. */
  boolean isTrainedAlike() {
    boolean alike =
        isSame(adapter.saved().get(EMBEDDING + WEIGHT), adapter.saved().get(OUTPUT + WEIGHT))
            && adapter.changes(EMBEDDING) == adapter.changes(OUTPUT)
            && (!adapter.changes(OUTPUT)
                || adapter.lowRank(EMBEDDING).isSame(adapter.lowRank(OUTPUT)))
            && (!adapter.tokens().containsKey(OUTPUT) || starts.isShared(OUTPUT));
    if (!alike && adapter.config().ensuresTying()) {
      throw adapter.complaint(
          Kind.MODEL_INVALID,
          OUTPUT,
          "the same change as that of embed_tokens, because ensure_weight_tying is true",
          "another one, or none");
    }
    return alike;
  }

  private static boolean isSame(@Nullable Weight one, @Nullable Weight other) {
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
}
