package io.github.sentiment4j.model.prune;

import io.github.sentiment4j.gguf.FileType;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The parts of a model that stay. A part that is not set stays whole. Immutable.
 *
 * <pre>{@code
 * PruningSpec spec =
 *     PruningSpec.builder()
 *         .layers(8)
 *         .corpus(Texts.lines(Path.of("headlines.txt")))
 *         .keepCjk()
 *         .feedForwardWidth(3072)
 *         .build();
 * }</pre>
 *
 * @param layers the number of blocks that stay; all of them if empty
 * @param corpora the texts whose tokens stay; all tokens do if there are none
 * @param keepCjk whether all CJK tokens stay
 * @param maxTokens the most tokens that stay; no bound if empty
 * @param feedForwardWidth the number of hidden units of each feed-forward block that stay; all of
 *     them if empty
 * @param calibration the texts over which activations are measured; the corpora if empty
 * @param unseen other texts, whose share of lost tokens is reported
 */
public record PruningSpec(
    OptionalInt layers,
    List<Texts> corpora,
    boolean keepCjk,
    OptionalInt maxTokens,
    OptionalInt feedForwardWidth,
    Optional<Texts> calibration,
    Optional<Texts> unseen) {
  /** Nothing is pruned. */
  public static final PruningSpec NONE = builder().build();

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if a setting lacks the one that it belongs to
   */
  public PruningSpec {
    corpora = List.copyOf(corpora);
    require(
        !corpora.isEmpty() || !(keepCjk || maxTokens.isPresent() || unseen.isPresent()),
        "a corpus, where tokens are to be chosen");
    require(
        feedForwardWidth.isPresent() || calibration.isEmpty(),
        "a feed-forward width, where there is a text for calibration");
    require(
        feedForwardWidth.isEmpty() || calibration.isPresent() || !corpora.isEmpty(),
        "a text for calibration or a corpus, where hidden units are to be chosen");
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw new IllegalArgumentException("expected " + what + ", found none");
    }
  }

  /** Returns a builder that keeps everything. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the texts over which activations are measured; none if all hidden units stay. */
  List<Texts> measured() {
    return calibration.map(List::of).orElse(corpora);
  }

  /** Returns whether everything stays. */
  public boolean isNone() {
    return layers.isEmpty() && corpora.isEmpty() && feedForwardWidth.isEmpty();
  }

  /**
   * Checks that a model can be pruned so.
   *
   * @param base the model
   * @param type what its matrices will be stored as
   * @throws ModelFileException {@link Kind#INVALID_SETTING} if it has not as many blocks or hidden
   *     units, or a row of the down projection would not be whole blocks of the type
   */
  public void check(Checkpoint base, FileType type) {
    layers.ifPresent(count -> requireWithin(base, "blocks to keep", count, base.config().layers()));
    int full = base.config().feedForwardSize();
    int width = feedForwardWidth.orElse(full);
    requireWithin(base, "hidden units to keep", width, full);
    int block = blockElements(type);
    if (width < full && width % block != 0) {
      int below = width / block * block;
      throw ModelFileException.mismatch(
          base.source(),
          "hidden units to keep",
          "a multiple of " + block + ", the block of " + type + ", such as " + (below + block),
          Integer.toString(width));
    }
  }

  private static void requireWithin(Checkpoint base, String what, int count, int most) {
    if (count < 1 || count > most) {
      throw ModelFileException.mismatch(
          base.source(), what, "1 to " + most, Integer.toString(count));
    }
  }

  /** Returns the number of elements in a block of most matrices of a type. */
  private static int blockElements(FileType type) {
    return switch (type) {
      case F32, F16, BF16 -> 1;
      case Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, IQ4_NL, MXFP4 -> 32;
      default -> 256;
    };
  }

  /** Builds a specification. Not thread-safe. */
  public static final class Builder {
    private OptionalInt layers = OptionalInt.empty();
    private final List<Texts> corpora = new ArrayList<>();
    private boolean keepCjk;
    private OptionalInt maxTokens = OptionalInt.empty();
    private OptionalInt feedForwardWidth = OptionalInt.empty();
    private Optional<Texts> calibration = Optional.empty();
    private Optional<Texts> unseen = Optional.empty();

    private Builder() {}

    /**
     * Keeps the first blocks only.
     *
     * @param count at least 1, at most as many as the model has
     */
    public Builder layers(int count) {
      layers = OptionalInt.of(count);
      return this;
    }

    /** Keeps only the tokens that these texts need, and those of further corpora. */
    public Builder corpus(Texts texts) {
      corpora.add(Objects.requireNonNull(texts, "texts"));
      return this;
    }

    /** Keeps all CJK tokens beside those of the corpora. */
    public Builder keepCjk() {
      keepCjk = true;
      return this;
    }

    /**
     * Keeps only the most used tokens of the corpora. Bytes, special tokens, the tokens of prompt
     * and labels and, if wanted, CJK tokens always stay.
     *
     * @param count tokens in all
     */
    public Builder maxTokens(int count) {
      maxTokens = OptionalInt.of(count);
      return this;
    }

    /**
     * Keeps the most important hidden units of each feed-forward block only.
     *
     * @param count at least 1, at most as many as the model has
     */
    public Builder feedForwardWidth(int count) {
      feedForwardWidth = OptionalInt.of(count);
      return this;
    }

    /** The texts over which activations are measured. Default: the corpora. */
    public Builder calibration(Texts texts) {
      calibration = Optional.of(texts);
      return this;
    }

    /** Reports how many tokens of these texts are gone. */
    public Builder unseen(Texts texts) {
      unseen = Optional.of(texts);
      return this;
    }

    /**
     * Returns the specification.
     *
     * @throws IllegalArgumentException if a setting lacks the one that it belongs to
     */
    public PruningSpec build() {
      return new PruningSpec(
          layers, corpora, keepCjk, maxTokens, feedForwardWidth, calibration, unseen);
    }
  }
}
