package io.github.sentiment4j.train.spec;

import io.github.sentiment4j.core.LabelWords;
import io.github.sentiment4j.core.PromptTemplate;
import io.github.sentiment4j.evaluation.data.LabelledText;
import io.github.sentiment4j.train.data.TeacherText;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What is fine-tuned, on what and how. Immutable; {@link #builder} has the defaults. */
public final class FineTuneSpec {
  /** How the base is held in memory. */
  public enum Precision {
    /**
     * bfloat16 if the CPU has dot products for it (AVX512_BF16, AMX_BF16, ARM's BF16), else
     * float32, also where the CPU's instructions are not known. A run that goes on keeps what it
     * began with.
     */
    AUTO,
    /** 32 bits. */
    F32,
    /** 16 bits; adapters and the loss stay in 32. */
    BF16
  }

  private final Builder values;

  private FineTuneSpec(Builder values) {
    this.values = values;
  }

  /** A fine-tune with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  public Path base() {
    return values.base;
  }

  public Path out() {
    return values.out;
  }

  public List<LabelledText> training() {
    return values.training;
  }

  public List<TeacherText> teacher() {
    return values.teacher;
  }

  public List<LabelledText> validation() {
    return values.validation;
  }

  public Optional<PromptTemplate> prompt() {
    return Optional.ofNullable(values.prompt);
  }

  public Optional<LabelWords> labelWords() {
    return Optional.ofNullable(values.labelWords);
  }

  public LoraSpec lora() {
    return values.lora;
  }

  public Optional<Path> adapter() {
    return Optional.ofNullable(values.adapter);
  }

  public Objective objective() {
    return values.objective;
  }

  public Precision precision() {
    return values.precision;
  }

  public int epochs() {
    return values.epochs;
  }

  public int maxSteps() {
    return values.maxSteps;
  }

  public int batch() {
    return values.batch;
  }

  public int accumulation() {
    return values.accumulation;
  }

  public double learningRate() {
    return values.learningRate;
  }

  public double warmUp() {
    return values.warmUp;
  }

  public double weightDecay() {
    return values.weightDecay;
  }

  public double clip() {
    return values.clip;
  }

  public double labelSmoothing() {
    return values.labelSmoothing;
  }

  public boolean classWeights() {
    return values.classWeights;
  }

  public boolean downSampled() {
    return values.downSampled;
  }

  public int maxTokens() {
    return values.maxTokens;
  }

  public int interval() {
    return values.interval;
  }

  public long seed() {
    return values.seed;
  }

  public int threads() {
    return values.threads;
  }

  public boolean resume() {
    return values.resume;
  }

  /** Collects the settings. */
  public static final class Builder implements Cloneable {
    /** As many as a model file may name. */
    private static final int MOST_TOKENS = 131_072;

    private Path base;
    private Path out;
    private List<LabelledText> training = List.of();
    private List<TeacherText> teacher = List.of();
    private List<LabelledText> validation = List.of();
    private PromptTemplate prompt;
    private LabelWords labelWords;
    private LoraSpec lora = LoraSpec.DEFAULT;
    private Path adapter;
    private Objective objective = Objective.RESPONSE;
    private Precision precision = Precision.AUTO;
    private int epochs = 3;
    private int maxSteps = Integer.MAX_VALUE;
    private int batch = 16;
    private int accumulation = 1;
    private double learningRate = 2e-4;
    private double warmUp = 0.03;
    private double weightDecay = 0.01;
    private double clip = 1;
    private double labelSmoothing;
    private boolean classWeights;
    private boolean downSampled;
    private int maxTokens = 512;
    private int interval = 100;
    private long seed = 42;
    private int threads = Runtime.getRuntime().availableProcessors();
    private boolean resume;

    private Builder() {}

    /** The base: a Hugging Face folder or a GGUF file. Required. */
    public Builder base(Path folderOrFile) {
      this.base = folderOrFile;
      return this;
    }

    /** The folder of the run, which must not be there yet unless the run is resumed. Required. */
    public Builder out(Path folder) {
      this.out = folder;
      return this;
    }

    /** What is learnt: texts with labels. */
    public Builder training(List<LabelledText> texts) {
      this.training = List.copyOf(texts);
      return this;
    }

    /**
     * What is learnt: texts with a teacher's probabilities; needs {@link Objective#RESPONSE} or
     * {@link Objective#LABELS}.
     */
    public Builder teacher(List<TeacherText> texts) {
      this.teacher = List.copyOf(texts);
      return this;
    }

    /** What chooses the best checkpoint. Required. */
    public Builder validation(List<LabelledText> texts) {
      this.validation = List.copyOf(texts);
      return this;
    }

    /**
     * The prompt; default that of a GGUF base that says so, else {@link PromptTemplate#DEFAULT}.
     */
    public Builder prompt(PromptTemplate value) {
      this.prompt = Objects.requireNonNull(value, "prompt");
      return this;
    }

    /**
     * The label words; default those of a GGUF base that says so, else {@link LabelWords#ENGLISH}.
     */
    public Builder labelWords(LabelWords value) {
      this.labelWords = Objects.requireNonNull(value, "labelWords");
      return this;
    }

    /** The adapter; default {@link LoraSpec#DEFAULT}. */
    public Builder lora(LoraSpec value) {
      this.lora = Objects.requireNonNull(value, "lora");
      return this;
    }

    /**
     * An adapter folder whose matrices are the start; default none. Its rank, alpha and targets
     * count instead of those of {@link #lora}.
     */
    public Builder adapter(Path folder) {
      this.adapter = folder;
      return this;
    }

    /** The loss; default {@link Objective#RESPONSE}. */
    public Builder objective(Objective value) {
      this.objective = Objects.requireNonNull(value, "objective");
      return this;
    }

    /** The base in memory; default {@link Precision#AUTO}. */
    public Builder precision(Precision value) {
      this.precision = Objects.requireNonNull(value, "precision");
      return this;
    }

    /** How often every text is seen; default 3. */
    public Builder epochs(int value) {
      this.epochs = atLeast("epochs", value, 1);
      return this;
    }

    /** Steps after which training ends even in the middle of an epoch; default no limit. */
    public Builder maxSteps(int value) {
      this.maxSteps = atLeast("maxSteps", value, 1);
      return this;
    }

    /** Texts that go through the model together; default 16. */
    public Builder batch(int value) {
      this.batch = atLeast("batch", value, 1);
      return this;
    }

    /**
     * Batches whose gradients make one step; default 1. A step has the texts and, but for rounding
     * and what dropout leaves out, the gradients that one batch of their size has.
     */
    public Builder accumulation(int value) {
      this.accumulation = atLeast("accumulation", value, 1);
      return this;
    }

    /** The highest learning rate; default 2e-4. */
    public Builder learningRate(double value) {
      this.learningRate = inRange("learningRate", value, Double.MIN_VALUE, 1);
      return this;
    }

    /** Share of the steps until the highest learning rate; default 0.03. */
    public Builder warmUp(double share) {
      this.warmUp = inRange("warmUp", share, 0, 1);
      return this;
    }

    /** Weight decay of AdamW; default 0.01. */
    public Builder weightDecay(double value) {
      this.weightDecay = inRange("weightDecay", value, 0, 1);
      return this;
    }

    /**
     * The largest common norm of all gradients of a step whose losses have the mean weight 1, as
     * all have without class weights; in proportion to the mean weight of other steps. Default 1.
     */
    public Builder clip(double norm) {
      this.clip = inRange("clip", norm, Double.MIN_VALUE, Double.MAX_VALUE);
      return this;
    }

    /** Share of the target that all labels (or tokens) get alike; default 0. */
    public Builder labelSmoothing(double share) {
      this.labelSmoothing = inRange("labelSmoothing", share, 0, 0.99);
      return this;
    }

    /**
     * Whether texts of rare labels count more: n / (k · texts of the label), where n is the number
     * of training texts and k that of the labels among them; default no. The weights' mean over the
     * training texts is 1; how they count is said in {@link Objective}. A text with a teacher's
     * probabilities has the weight of the most probable label.
     */
    public Builder classWeights(boolean value) {
      this.classWeights = value;
      return this;
    }

    /** Whether texts are left out until every label has as many as the rarest; default no. */
    public Builder downSampled(boolean value) {
      this.downSampled = value;
      return this;
    }

    /**
     * Most tokens of one prompt: prefix, text and suffix; longer texts lose their end; default 512.
     */
    public Builder maxTokens(int value) {
      if (value > MOST_TOKENS) {
        throw new IllegalArgumentException(
            "maxTokens: expected at most " + MOST_TOKENS + ", found " + value);
      }
      this.maxTokens = atLeast("maxTokens", value, 8);
      return this;
    }

    /** Steps between two checkpoints; default 100. */
    public Builder interval(int steps) {
      this.interval = atLeast("interval", steps, 1);
      return this;
    }

    /** What all random choices begin with; default 42. */
    public Builder seed(long value) {
      this.seed = value;
      return this;
    }

    /** Threads of libtorch; default all processors. */
    public Builder threads(int value) {
      this.threads = atLeast("threads", value, 1);
      return this;
    }

    /** Whether a run that was stopped goes on; default no. */
    public Builder resume(boolean value) {
      this.resume = value;
      return this;
    }

    /**
     * The settings as they are now.
     *
     * @throws IllegalArgumentException if something required is missing or two do not fit
     */
    public FineTuneSpec build() {
      require(base != null && out != null, "a base and a folder for the run");
      require(
          training.isEmpty() != teacher.isEmpty(), "texts with labels or a teacher's, not both");
      require(!validation.isEmpty(), "texts for validation");
      require(
          teacher.isEmpty() || objective != Objective.ALL_TOKENS,
          "the objective RESPONSE or LABELS for a teacher's probabilities");
      require(
          teacher.isEmpty() || !downSampled,
          "no down-sampling of texts with a teacher's probabilities");
      try {
        return new FineTuneSpec((Builder) clone());
      } catch (CloneNotSupportedException e) {
        throw new AssertionError(e);
      }
    }

    private static void require(boolean holds, String what) {
      if (!holds) {
        throw new IllegalArgumentException("A fine-tune needs " + what);
      }
    }

    private static int atLeast(String name, int value, int least) {
      if (value < least) {
        throw new IllegalArgumentException(
            name + ": expected at least " + least + ", found " + value);
      }
      return value;
    }

    private static double inRange(String name, double value, double least, double most) {
      if (!(value >= least && value <= most)) {
        throw new IllegalArgumentException(
            name + ": expected a number from " + least + " to " + most + ", found " + value);
      }
      return value;
    }
  }
}
