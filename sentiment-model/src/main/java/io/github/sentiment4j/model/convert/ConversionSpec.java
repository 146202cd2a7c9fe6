package io.github.sentiment4j.model.convert;

import io.github.sentiment4j.gguf.FileType;
import io.github.sentiment4j.gguf.SentimentMetadata;
import io.github.sentiment4j.model.prune.PruningSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is to be converted into what. Immutable.
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
 */
public final class ConversionSpec {
  private final Path base;
  private final Optional<Path> adapter;
  private final Path output;
  private final FileType type;
  private final boolean pure;
  private final int threads;
  private final PruningSpec pruning;
  private final SentimentKeys sentiment;

  private ConversionSpec(Builder builder) {
    base = Objects.requireNonNull(builder.base, "base");
    adapter = Optional.ofNullable(builder.adapter);
    output = Objects.requireNonNull(builder.output, "output");
    type = Objects.requireNonNull(builder.type, "type");
    pure = builder.pure;
    threads = builder.threads;
    pruning = builder.pruning;
    sentiment =
        new SentimentKeys(
            builder.prompt,
            builder.labels,
            builder.temperature,
            builder.bias,
            builder.abstainBelow,
            builder.training,
            builder.license,
            builder.maxTokens);
  }

  /** Starts a specification; base, output and type must be set. */
  public static Builder builder() {
    return new Builder();
  }

  /** The Hugging Face folder or GGUF file. */
  public Path base() {
    return base;
  }

  /** The PEFT folder that is merged into the base. */
  public Optional<Path> adapter() {
    return adapter;
  }

  /** The GGUF file to be. */
  public Path output() {
    return output;
  }

  /** What the matrices are stored as. */
  public FileType type() {
    return type;
  }

  /** Whether no matrix gets a wider type than the rest. */
  public boolean pure() {
    return pure;
  }

  /** Threads that encode. */
  public int threads() {
    return threads;
  }

  /** What stays of the model. */
  public PruningSpec pruning() {
    return pruning;
  }

  /** What the {@code sentiment.*} keys are to say. */
  SentimentKeys sentiment() {
    return sentiment;
  }

  /** Sets up a specification. Not thread-safe. */
  public static final class Builder {
    private Path base;
    private Path adapter;
    private Path output;
    private FileType type;
    private boolean pure;
    private int threads = Runtime.getRuntime().availableProcessors();
    private PruningSpec pruning = PruningSpec.NONE;
    private String prompt;
    private List<String> labels;
    private Float temperature;
    private List<Float> bias;
    private Float abstainBelow;
    private String training;
    private String license;
    private Integer maxTokens;

    private Builder() {}

    /** A Hugging Face folder with {@code config.json}, or a GGUF file. */
    public Builder base(Path path) {
      base = path;
      return this;
    }

    /** A PEFT folder with {@code adapter_config.json}, to be merged into the base. */
    public Builder adapter(Path folder) {
      adapter = folder;
      return this;
    }

    /** The GGUF file to be made; replaces a file of that name, but no file that is read. */
    public Builder output(Path path) {
      output = path;
      return this;
    }

    /**
     * What the matrices are stored as. F32, F16, BF16 and Q8_0 are those of convert_hf_to_gguf.py,
     * bit for bit; the others are made by llama.cpp, which gives some matrices a wider type.
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

    /**
     * How many threads encode; default all processors.
     *
     * @throws IllegalArgumentException if there is less than one
     */
    public Builder threads(int count) {
      if (count < 1) {
        throw new IllegalArgumentException("threads: expected at least 1, found " + count);
      }
      threads = count;
      return this;
    }

    /** What stays of the model, once the adapter is merged; default everything. */
    public Builder pruning(PruningSpec spec) {
      pruning = Objects.requireNonNull(spec, "spec");
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

    /**
     * Sets {@code sentiment.prompt}. Without it any other of these keys needs a base that has one.
     */
    public Builder prompt(String template) {
      prompt = template;
      return this;
    }

    /**
     * Sets {@code sentiment.labels}: the words for positive, neutral and negative. Where neither
     * this nor the base says, they are {@code positive}, {@code neutral} and {@code negative}.
     */
    public Builder labels(List<String> words) {
      labels = List.copyOf(words);
      return this;
    }

    /** Sets {@code sentiment.temperature}; 1 where neither this nor the base says. */
    public Builder temperature(float value) {
      temperature = value;
      return this;
    }

    /** Sets {@code sentiment.bias}. */
    public Builder bias(List<Float> values) {
      bias = List.copyOf(values);
      return this;
    }

    /** Sets {@code sentiment.abstain_below}. */
    public Builder abstainBelow(float probability) {
      abstainBelow = probability;
      return this;
    }

    /** Sets {@code sentiment.training}, as JSON, such as {@code run.json} of a fine-tune. */
    public Builder training(String json) {
      training = json;
      return this;
    }

    /** Sets {@code sentiment.license}. */
    public Builder license(String text) {
      license = text;
      return this;
    }

    /**
     * Sets {@code sentiment.max_tokens}: the most tokens of a prompt in training. Where this is not
     * called, it is {@code settings.max_tokens} of {@link #training}, else what the base has.
     */
    public Builder maxTokens(int count) {
      maxTokens = count;
      return this;
    }

    /**
     * The specification. Nothing is read yet.
     *
     * @throws NullPointerException if base, output or type was not set
     */
    public ConversionSpec build() {
      return new ConversionSpec(this);
    }
  }
}
