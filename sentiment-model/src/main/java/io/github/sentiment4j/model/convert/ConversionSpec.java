package io.github.sentiment4j.model.convert;

import io.github.sentiment4j.gguf.FileType;
import io.github.sentiment4j.gguf.SentimentMetadata;
import io.github.sentiment4j.model.prune.PruningSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The input and the output of a conversion. Immutable.
 *
 * <pre>{@code
 * ConversionSpec spec =
 *     ConversionSpec.builder()
 *         .base(Path.of("Qwen2.5-0.5B"))
 *         .adapter(Path.of("lora-out"))
 *         .output(Path.of("finance-q4_0.gguf"))
 *         .type(FileType.Q4_0)
 *         .prompt("{text}\n情绪：")
 *         .build();
 * }</pre>
 *
 * @param base the Hugging Face folder or GGUF file
 * @param adapter the PEFT folder that is merged into the base
 * @param output the GGUF file to be
 * @param type the type that the matrices are stored as
 * @param pure whether no matrix gets a wider type than the rest
 * @param threads threads that encode, at least 1
 * @param pruning the parts of the model that stay
 * @param sentiment the {@code sentiment.*} keys to set
 */
public record ConversionSpec(
    Path base,
    Optional<Path> adapter,
    Path output,
    FileType type,
    boolean pure,
    int threads,
    PruningSpec pruning,
    SentimentKeys sentiment) {

  /**
   * Checks the values.
   *
   * @throws NullPointerException if one is null
   * @throws IllegalArgumentException if there is no thread
   */
  public ConversionSpec {
    Objects.requireNonNull(base, "base");
    Objects.requireNonNull(adapter, "adapter");
    Objects.requireNonNull(output, "output");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(pruning, "pruning");
    Objects.requireNonNull(sentiment, "sentiment");
    if (threads < 1) {
      throw new IllegalArgumentException("threads: expected at least 1, found " + threads);
    }
  }

  /** Starts a specification; base, output and type must be set. */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds a specification. Not thread-safe. */
  public static final class Builder {
    private @Nullable Path base;
    private Optional<Path> adapter = Optional.empty();
    private @Nullable Path output;
    private @Nullable FileType type;
    private boolean pure;
    private int threads = Runtime.getRuntime().availableProcessors();
    private PruningSpec pruning = PruningSpec.NONE;
    private Optional<String> prompt = Optional.empty();
    private Optional<List<String>> labels = Optional.empty();
    private Optional<Float> temperature = Optional.empty();
    private Optional<List<Float>> bias = Optional.empty();
    private Optional<Float> abstainBelow = Optional.empty();
    private Optional<String> training = Optional.empty();
    private Optional<String> license = Optional.empty();
    private Optional<Integer> maxTokens = Optional.empty();

    private Builder() {}

    /** A Hugging Face folder with {@code config.json}, or a GGUF file. */
    public Builder base(Path path) {
      base = path;
      return this;
    }

    /** A PEFT folder with {@code adapter_config.json}, to be merged into the base. */
    public Builder adapter(Path folder) {
      adapter = Optional.of(folder);
      return this;
    }

    /** The GGUF file to be made; replaces a file of that name, but no file that is read. */
    public Builder output(Path path) {
      output = path;
      return this;
    }

    /**
     * Sets the type of the matrices. F32, F16, BF16 and Q8_0 match convert_hf_to_gguf.py bit for
     * bit; llama.cpp makes the others and gives some matrices a wider type.
     */
    public Builder type(FileType fileType) {
      type = fileType;
      return this;
    }

    /** Stores all matrices as the same type; default false. */
    public Builder pure(boolean allTheSame) {
      pure = allTheSame;
      return this;
    }

    /** Sets the number of threads that encode; default all processors. */
    public Builder threads(int count) {
      threads = count;
      return this;
    }

    /** Sets the parts of the model that stay after the adapter is merged; default everything. */
    public Builder pruning(PruningSpec spec) {
      pruning = spec;
      return this;
    }

    /**
     * Sets all {@code sentiment.*} keys that the metadata has; the others stay as the base has
     * them.
     */
    public Builder sentiment(SentimentMetadata metadata) {
      prompt(metadata.prompt());
      labels(metadata.labels());
      temperature(metadata.temperature());
      bias(metadata.bias());
      metadata.abstainBelow().ifPresent(this::abstainBelow);
      metadata.training().ifPresent(this::training);
      metadata.license().ifPresent(this::license);
      metadata.maxTokens().ifPresent(this::maxTokens);
      return this;
    }

    /** Sets {@code sentiment.prompt}. Without it, the other keys need a base that has a prompt. */
    public Builder prompt(String template) {
      prompt = Optional.of(template);
      return this;
    }

    /**
     * Sets {@code sentiment.labels}: the words for positive, neutral and negative. The default is
     * the base's, else {@code positive}, {@code neutral} and {@code negative}.
     */
    public Builder labels(List<String> words) {
      labels = Optional.of(List.copyOf(words));
      return this;
    }

    /** Sets {@code sentiment.temperature}. The default is the base's, else 1. */
    public Builder temperature(float value) {
      temperature = Optional.of(value);
      return this;
    }

    /** Sets {@code sentiment.bias}. */
    public Builder bias(List<Float> values) {
      bias = Optional.of(List.copyOf(values));
      return this;
    }

    /** Sets {@code sentiment.abstain_below}. */
    public Builder abstainBelow(float probability) {
      abstainBelow = Optional.of(probability);
      return this;
    }

    /** Sets {@code sentiment.training}, as JSON, such as {@code run.json} of a fine-tune. */
    public Builder training(String json) {
      training = Optional.of(json);
      return this;
    }

    /** Sets {@code sentiment.license}. */
    public Builder license(String text) {
      license = Optional.of(text);
      return this;
    }

    /**
     * Sets {@code sentiment.max_tokens}: the most tokens of a prompt in training. The default is
     * {@code settings.max_tokens} of {@link #training}, else the base's.
     */
    public Builder maxTokens(int count) {
      maxTokens = Optional.of(count);
      return this;
    }

    /**
     * Returns the specification. Nothing is read yet.
     *
     * @throws NullPointerException if base, output or type was not set
     * @throws IllegalArgumentException if there is no thread
     */
    public ConversionSpec build() {
      return new ConversionSpec(
          Objects.requireNonNull(base, "base"),
          adapter,
          Objects.requireNonNull(output, "output"),
          Objects.requireNonNull(type, "type"),
          pure,
          threads,
          pruning,
          new SentimentKeys(
              prompt, labels, temperature, bias, abstainBelow, training, license, maxTokens));
    }
  }
}
