package io.github.sentiment4j.train.spec;

import io.github.sentiment4j.core.LabelWords;
import io.github.sentiment4j.core.PromptTemplate;
import io.github.sentiment4j.evaluation.data.LabelledText;
import io.github.sentiment4j.train.data.TeacherText;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a fine-tune. Immutable; {@link #builder} has the defaults.
 *
 * @param model what is adapted
 * @param data what is learnt
 * @param target what the loss aims at
 * @param schedule steps and optimizer
 * @param run the folder and how the run works in it
 */
public record FineTuneSpec(Model model, Data data, Target target, Schedule schedule, Run run) {
  /** The type of the base's weights in memory. */
  public enum Precision {
    /**
     * bfloat16 if the CPU has dot products for it (AVX512_BF16, AMX_BF16, ARM's BF16), else
     * float32, also where the CPU's instructions are not known. A resumed run keeps the type that
     * it began with.
     */
    AUTO,
    /** 32 bits. */
    F32,
    /** 16 bits; adapters and the loss stay in 32. */
    BF16
  }

  /**
   * The model that is adapted.
   *
   * @param base a Hugging Face folder or a GGUF file
   * @param adapter a folder whose matrices are the start; its rank, alpha and targets count instead
   *     of those of {@code lora}
   * @param lora the adapter
   * @param precision of the base in memory
   */
  public record Model(Path base, Optional<Path> adapter, LoraSpec lora, Precision precision) {}

  /**
   * The texts, and the prompt that they are put into. The training texts have either labels or a
   * teacher's probabilities.
   *
   * @param training texts with labels
   * @param teacher texts with a teacher's probabilities
   * @param validation the texts that choose the best checkpoint
   * @param downSampled whether texts are left out until every label has as many as the rarest
   * @param prompt the prompt, if it is not to be the base's own or the default
   * @param labelWords the label words, if they are not to be the base's own or the default
   * @param maxTokens the most tokens of one prompt; longer texts lose their end
   */
  public record Data(
      List<LabelledText> training,
      List<TeacherText> teacher,
      List<LabelledText> validation,
      boolean downSampled,
      Optional<PromptTemplate> prompt,
      Optional<LabelWords> labelWords,
      int maxTokens) {
    /** The number of tokens that a model file may name at most. */
    private static final int MOST_TOKENS = 131_072;

    public Data {
      training = List.copyOf(training);
      teacher = List.copyOf(teacher);
      validation = List.copyOf(validation);
      require(
          training.isEmpty() != teacher.isEmpty(), "texts with labels or a teacher's, not both");
      require(!validation.isEmpty(), "texts for validation");
      require(
          teacher.isEmpty() || !downSampled,
          "no down-sampling of texts with a teacher's probabilities");
      if (maxTokens > MOST_TOKENS) {
        throw new IllegalArgumentException(
            "maxTokens: expected at most " + MOST_TOKENS + ", found " + maxTokens);
      }
      requireAtLeast("maxTokens", maxTokens, 8);
    }
  }

  /**
   * What the loss aims at.
   *
   * @param objective the loss
   * @param labelSmoothing the share of the target that all labels (or tokens) get alike
   * @param classWeights whether texts of rare labels count more
   * @param preference the settings of {@link Objective#DPO} and {@link Objective#GRPO}, which the
   *     other objectives do not use
   */
  public record Target(
      Objective objective, double labelSmoothing, boolean classWeights, PreferenceSpec preference) {
    public Target {
      requireInRange("labelSmoothing", labelSmoothing, 0, 0.99);
      require(
          !objective.isPreference() || labelSmoothing == 0,
          "no label smoothing with the objectives DPO and GRPO");
    }
  }

  /**
   * Steps and optimizer.
   *
   * @param epochs the times that every text is seen
   * @param maxSteps the steps after which training ends even in the middle of an epoch
   * @param batch the texts that go through the model together
   * @param accumulation the batches whose gradients make one step
   * @param learningRate the highest learning rate
   * @param warmUp the share of the steps until the highest learning rate
   * @param weightDecay of AdamW
   * @param clip the largest common norm of all gradients of a step whose losses have the mean
   *     weight 1; in proportion to the mean weight of other steps
   */
  public record Schedule(
      int epochs,
      int maxSteps,
      int batch,
      int accumulation,
      double learningRate,
      double warmUp,
      double weightDecay,
      double clip) {
    public Schedule {
      requireAtLeast("epochs", epochs, 1);
      requireAtLeast("maxSteps", maxSteps, 1);
      requireAtLeast("batch", batch, 1);
      requireAtLeast("accumulation", accumulation, 1);
      requireInRange("learningRate", learningRate, Double.MIN_VALUE, 1);
      requireInRange("warmUp", warmUp, 0, 1);
      requireInRange("weightDecay", weightDecay, 0, 1);
      requireInRange("clip", clip, Double.MIN_VALUE, Double.MAX_VALUE);
    }
  }

  /**
   * The folder of the run and how the run works in it.
   *
   * @param out the folder, which must be empty or not there yet unless the run is resumed
   * @param interval the steps between two checkpoints
   * @param seed all random choices follow from it
   * @param threads that compute
   * @param resume whether a run that was stopped goes on
   */
  public record Run(Path out, int interval, long seed, int threads, boolean resume) {
    public Run {
      requireAtLeast("interval", interval, 1);
      requireAtLeast("threads", threads, 1);
    }
  }

  /**
   * Checks that the parts fit each other.
   *
   * @throws IllegalArgumentException if a teacher's probabilities are to be learnt with {@link
   *     Objective#ALL_TOKENS}, {@link Objective#DPO} or {@link Objective#GRPO}
   */
  public FineTuneSpec {
    require(
        data.teacher().isEmpty()
            || target.objective() == Objective.RESPONSE
            || target.objective() == Objective.LABELS,
        "the objective RESPONSE or LABELS for a teacher's probabilities");
  }

  /** Starts a specification with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("A fine-tune needs " + what);
    }
  }

  private static void requireAtLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          name + ": expected at least " + least + ", found " + value);
    }
  }

  private static void requireInRange(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          name + ": expected a number from " + least + " to " + most + ", found " + value);
    }
  }

  /** Collects the settings; {@link #build} checks them. */
  public static final class Builder {
    private @Nullable Path base;
    private @Nullable Path out;
    private List<LabelledText> training = List.of();
    private List<TeacherText> teacher = List.of();
    private List<LabelledText> validation = List.of();
    private @Nullable PromptTemplate prompt;
    private @Nullable LabelWords labelWords;
    private LoraSpec lora = LoraSpec.DEFAULT;
    private @Nullable Path adapter;
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
    private @Nullable PreferenceSpec preference;
    private boolean downSampled;
    private int maxTokens = 512;
    private int interval = 100;
    private long seed = 42;
    private int threads = Runtime.getRuntime().availableProcessors();
    private boolean resume;

    private Builder() {}

    /** Sets the base: a Hugging Face folder or a GGUF file. Required. */
    public Builder base(Path folderOrFile) {
      this.base = folderOrFile;
      return this;
    }

    /** Sets the folder of the run, empty or not there yet unless the run is resumed. Required. */
    public Builder out(Path folder) {
      this.out = folder;
      return this;
    }

    /** Sets the training texts with labels. */
    public Builder training(List<LabelledText> texts) {
      this.training = texts;
      return this;
    }

    /**
     * Sets the training texts with a teacher's probabilities; needs {@link Objective#RESPONSE} or
     * {@link Objective#LABELS}.
     */
    public Builder teacher(List<TeacherText> texts) {
      this.teacher = texts;
      return this;
    }

    /** Sets the texts that choose the best checkpoint. Required. */
    public Builder validation(List<LabelledText> texts) {
      this.validation = texts;
      return this;
    }

    /**
     * Sets the prompt; default that of a GGUF base that has one, else {@link
     * PromptTemplate#DEFAULT}.
     */
    public Builder prompt(PromptTemplate value) {
      this.prompt = value;
      return this;
    }

    /**
     * Sets the label words; default those of a GGUF base that has them, else {@link
     * LabelWords#ENGLISH}.
     */
    public Builder labelWords(LabelWords value) {
      this.labelWords = value;
      return this;
    }

    /** Sets the shape of a new adapter; default {@link LoraSpec#DEFAULT}. */
    public Builder lora(LoraSpec value) {
      this.lora = value;
      return this;
    }

    /**
     * Sets an adapter folder whose matrices are the start; default none. Its rank, alpha and
     * targets count instead of those of {@link #lora}.
     */
    public Builder adapter(Path folder) {
      this.adapter = folder;
      return this;
    }

    /** Sets the loss; default {@link Objective#RESPONSE}. */
    public Builder objective(Objective value) {
      this.objective = value;
      return this;
    }

    /** Sets the type of the base in memory; default {@link Precision#AUTO}. */
    public Builder precision(Precision value) {
      this.precision = value;
      return this;
    }

    /** Sets the times that every text is seen; default 3. */
    public Builder epochs(int value) {
      this.epochs = value;
      return this;
    }

    /** Sets the steps after which training ends, even within an epoch; default no limit. */
    public Builder maxSteps(int value) {
      this.maxSteps = value;
      return this;
    }

    /** Sets the texts that go through the model together; default 16. */
    public Builder batch(int value) {
      this.batch = value;
      return this;
    }

    /**
     * Sets the batches whose gradients make one step; default 1. A step has the texts of one batch
     * of their size and, except for rounding and dropout, its gradients.
     */
    public Builder accumulation(int value) {
      this.accumulation = value;
      return this;
    }

    /** Sets the highest learning rate; default 2e-4. */
    public Builder learningRate(double value) {
      this.learningRate = value;
      return this;
    }

    /** Sets the share of the steps until the highest learning rate; default 0.03. */
    public Builder warmUp(double share) {
      this.warmUp = share;
      return this;
    }

    /** Sets the weight decay of AdamW; default 0.01. */
    public Builder weightDecay(double value) {
      this.weightDecay = value;
      return this;
    }

    /**
     * Sets the largest common norm of all gradients of a step whose losses have the mean weight 1,
     * as all have without class weights; in proportion to the mean weight of other steps. Default
     * 1.
     */
    public Builder clip(double norm) {
      this.clip = norm;
      return this;
    }

    /** Sets the share of the target that all labels (or tokens) get alike; default 0. */
    public Builder labelSmoothing(double share) {
      this.labelSmoothing = share;
      return this;
    }

    /**
     * Sets whether texts of rare labels count more; default no. The weight of a text is n / (k ·
     * texts of its label), where n is the number of training texts and k that of the labels among
     * them, so that the mean over the training texts is 1. A text with a teacher's probabilities
     * has the weight of the most probable label.
     */
    public Builder classWeights(boolean value) {
      this.classWeights = value;
      return this;
    }

    /**
     * Sets the settings of {@link Objective#DPO} or {@link Objective#GRPO}; default {@link
     * PreferenceSpec#of}.
     */
    public Builder preference(PreferenceSpec value) {
      this.preference = value;
      return this;
    }

    /** Sets whether texts are left out until all labels have equally many; default no. */
    public Builder downSampled(boolean value) {
      this.downSampled = value;
      return this;
    }

    /**
     * Sets the most tokens of one prompt: prefix, text and suffix; longer texts lose their end;
     * default 512.
     */
    public Builder maxTokens(int value) {
      this.maxTokens = value;
      return this;
    }

    /** Sets the steps between two checkpoints; default 100. */
    public Builder interval(int steps) {
      this.interval = steps;
      return this;
    }

    /** Sets the seed of all random choices; default 42. */
    public Builder seed(long value) {
      this.seed = value;
      return this;
    }

    /** Sets the number of threads that compute; default all processors. */
    public Builder threads(int value) {
      this.threads = value;
      return this;
    }

    /** Sets whether a run that was stopped goes on; default no. */
    public Builder resume(boolean value) {
      this.resume = value;
      return this;
    }

    /**
     * Returns the settings as they are now.
     *
     * @throws IllegalArgumentException if something required is missing, a value is out of its
     *     range, or two do not fit
     */
    public FineTuneSpec build() {
      if (base == null || out == null) {
        throw new IllegalArgumentException("A fine-tune needs a base and a folder for the run");
      }
      return new FineTuneSpec(
          new Model(base, Optional.ofNullable(adapter), lora, precision),
          new Data(
              training,
              teacher,
              validation,
              downSampled,
              Optional.ofNullable(prompt),
              Optional.ofNullable(labelWords),
              maxTokens),
          new Target(
              objective,
              labelSmoothing,
              classWeights,
              preference == null ? PreferenceSpec.of(objective) : preference),
          new Schedule(
              epochs, maxSteps, batch, accumulation, learningRate, warmUp, weightDecay, clip),
          new Run(out, interval, seed, threads, resume));
    }
  }
}
