package io.github.sentiment4j.model.prune;

import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.checkpoint.DecoderConfig;
import io.github.sentiment4j.model.checkpoint.WrappedCheckpoint;
import io.github.sentiment4j.model.tensor.Weight;
import io.github.sentiment4j.model.tokenizer.Vocabulary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A checkpoint with fewer blocks, fewer tokens or fewer hidden units, read from the original. Each
 * instance does one kind of pruning; a pruned checkpoint can be pruned again.
 */
public final class PrunedCheckpoint extends WrappedCheckpoint {
  private static final Pattern BLOCK = Pattern.compile("model\\.layers\\.(\\d+)\\..+");
  private static final Pattern GATE_OR_UP =
      Pattern.compile("model\\.layers\\.(\\d+)\\.mlp\\.(?:gate|up)_proj\\.(?:weight|bias)");
  private static final Pattern DOWN =
      Pattern.compile("model\\.layers\\.(\\d+)\\.mlp\\.down_proj\\.weight");
  private static final Pattern BY_TOKEN =
      Pattern.compile("model\\.embed_tokens\\.weight|lm_head\\.(?:weight|bias)");

  private final DecoderConfig config;
  private final Vocabulary vocabulary;
  private final Map<String, GgufValue> metadata;
  private final List<String> names;
  private final UnaryOperator<Weight> cut;

  private PrunedCheckpoint(
      Checkpoint base,
      DecoderConfig config,
      Vocabulary vocabulary,
      List<String> names,
      UnaryOperator<Weight> cut) {
    super(base);
    this.config = config;
    this.vocabulary = vocabulary;
    this.names = names;
    this.cut = cut;
    this.metadata = metadata(base, config);
  }

  /**
   * The first blocks only.
   *
   * @param base the original
   * @param layers how many, from 1 to all
   */
  public static Checkpoint firstLayers(Checkpoint base, int layers) {
    if (layers < 1 || layers > base.config().layers()) {
      throw new IllegalArgumentException(
          "expected 1 to " + base.config().layers() + " layers, found " + layers);
    }
    return new PrunedCheckpoint(
        base,
        base.config().withLayers(layers),
        base.vocabulary(),
        base.names().stream().filter(name -> block(BLOCK, name).orElse(0) < layers).toList(),
        weight -> weight);
  }

  /**
   * Some tokens only: their rows of the token embedding and of the output head.
   *
   * @param base the original
   * @param kept tokens of its vocabulary
   */
  public static Checkpoint tokens(Checkpoint base, Vocabulary.Kept kept) {
    return new PrunedCheckpoint(
        base,
        base.config().withVocabularySize(kept.vocabulary().size()),
        kept.vocabulary(),
        base.names(),
        weight ->
            BY_TOKEN.matcher(weight.name()).matches()
                ? new SelectedRows(weight, kept.oldIds())
                : weight);
  }

  /**
   * Some hidden units of each feed-forward block only: the same rows of gate and up, and the same
   * columns of down.
   *
   * @param base the original; L layers
   * @param units (L, W) the units of each block, ascending
   */
  public static Checkpoint hiddenUnits(Checkpoint base, int[][] units) {
    return new PrunedCheckpoint(
        base,
        base.config().withFeedForwardSize(units[0].length),
        base.vocabulary(),
        base.names(),
        weight -> {
          OptionalInt rows = block(GATE_OR_UP, weight.name());
          OptionalInt columns = block(DOWN, weight.name());
          if (rows.isPresent()) {
            return new SelectedRows(weight, units[rows.getAsInt()]);
          }
          return columns.isPresent()
              ? new SelectedColumns(weight, units[columns.getAsInt()])
              : weight;
        });
  }

  /** The block that a weight belongs to, if its name fits. */
  private static OptionalInt block(Pattern pattern, String name) {
    Matcher matcher = pattern.matcher(name);
    return matcher.matches()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
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
    return names;
  }

  @Override
  public Optional<Weight> weight(String name) {
    return names.contains(name) ? base.weight(name).map(cut) : Optional.empty();
  }
}
