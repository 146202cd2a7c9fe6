package io.github.sentiment4j.model.peft;

import static io.github.sentiment4j.model.peft.PeftAdapter.EMBEDDING;
import static io.github.sentiment4j.model.peft.PeftAdapter.OUTPUT;

import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.tensor.RenamedWeight;
import io.github.sentiment4j.model.tensor.Weight;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The weights that the products of an adapter's matrices are added to: those of the base, or their
 * replacements in the adapter's file.
 */
final class StartWeights {
  static final String WEIGHT = ".weight";

  private final Checkpoint base;
  private final PeftAdapter adapter;
  private final boolean baseTies;

  StartWeights(Checkpoint base, PeftAdapter adapter) {
    this.base = base;
    this.adapter = adapter;
    this.baseTies = base.config().tiedOutput();
  }

  /** Returns the weight that a module's matrices are added to. */
  Optional<Weight> of(String name) {
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

  Optional<Weight> ofBase(String name) {
    return baseTies && name.equals(OUTPUT + WEIGHT)
        ? base.weight(EMBEDDING + WEIGHT).map(weight -> new RenamedWeight(name, weight))
        : base.weight(name);
  }

  /** Returns the other name of a matrix that the base ties, or the name itself. */
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

  /** Returns the rows of tokens of a module; a tied output head has those of the embedding. */
  @Nullable Weight tokens(String module) {
    return adapter.tokens().get(tokensOf(module));
  }

  String tokensOf(String module) {
    boolean own =
        adapter.tokens().containsKey(module) && !adapter.config().tokens(module).isEmpty();
    return baseTies && module.equals(OUTPUT) && !own ? EMBEDDING : module;
  }

  boolean isShared(String module) {
    return !tokensOf(module).equals(module);
  }

  static String moduleOf(String name) {
    return without(WEIGHT, name);
  }

  static String moduleOfBias(String name) {
    return without(".bias", name);
  }

  private static String without(String end, String name) {
    return name.endsWith(end) ? name.substring(0, name.length() - end.length()) : "";
  }
}
