package io.github.sentiment4j.core;

import io.github.sentiment4j.core.ClassifierInfo.EngineChoice;
import io.github.sentiment4j.support.CpuBudget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Executor;

/**
 * The settings of a classifier to open. Each method checks its own setting at once; {@link
 * #build()} checks whether the settings fit the machine and each other. A builder may build any
 * number of classifiers. Not thread-safe.
 */
public abstract sealed class SentimentClassifierBuilder permits SentimentClassifier.Builder {
  private static final int MAX_CONTEXTS = 256;
  private static final int MAX_THREADS = 1024;
  private static final int MAX_TOKENS = 131_072;
  private static final int MAX_BATCH = 1024;
  private static final int MAX_PENDING = 65_536;
  private static final Duration MAX_DEADLINE = Duration.ofHours(24);

  private Optional<Path> model = Optional.empty();
  private boolean embedded;
  private Device device = Device.AUTO;
  private FlashAttention flashAttention = FlashAttention.AUTO;
  private int contexts = 1;
  private OptionalInt threads = OptionalInt.empty();
  private OptionalInt maxTokens = OptionalInt.empty();
  private int maxBatch = 32;
  private Truncation truncation = Truncation.END;
  private Optional<PromptTemplate> prompt = Optional.empty();
  private Optional<LabelWords> labelWords = Optional.empty();
  private OptionalDouble temperature = OptionalDouble.empty();
  private double abstainBelow;
  private int maxPending = 1024;
  private OverloadPolicy overloadPolicy = OverloadPolicy.REFUSE;
  private Optional<Duration> deadline = Optional.empty();
  private ClassifierListener listener = new ClassifierListener() {};
  private Optional<Executor> executor = Optional.empty();
  private Optional<ScoringEngineProvider> engine = Optional.empty();

  SentimentClassifierBuilder() {}

  private SentimentClassifier.Builder self() {
    return (SentimentClassifier.Builder) this; // the one subclass
  }

  /**
   * Sets the model file; it has no default. This replaces an earlier {@link #embeddedModel()}.
   *
   * @param file a GGUF file
   */
  public SentimentClassifier.Builder model(Path file) {
    model = Optional.of(file);
    embedded = false;
    return self();
  }

  /**
   * Selects the model of the artifact {@code sentiment-embedded}, which is the resource {@code
   * META-INF/sentiment4j/model.gguf} on the class path. A model in a JAR is unpacked once per user
   * and version into the first usable folder of {@link
   * io.github.sentiment4j.support.CacheFolder#candidates()}. This replaces an earlier {@link
   * #model}.
   */
  public SentimentClassifier.Builder embeddedModel() {
    model = Optional.empty();
    embedded = true;
    return self();
  }

  /** Sets the device that runs the model; {@link Device#AUTO} by default. */
  public SentimentClassifier.Builder device(Device value) {
    device = Objects.requireNonNull(value, "device");
    return self();
  }

  /** Sets the use of flash attention; {@link FlashAttention#AUTO} by default. */
  public SentimentClassifier.Builder flashAttention(FlashAttention value) {
    flashAttention = Objects.requireNonNull(value, "flashAttention");
    return self();
  }

  /**
   * Sets the number of batches that run at the same time, each with its own KV cache and buffers; 1
   * by default. Several contexts with one thread each give the highest throughput. One context with
   * all threads gives the lowest latency of a single text.
   *
   * @param count in [1, 256]
   * @throws SentimentException {@link ErrorCode#INVALID_SETTING}
   */
  public SentimentClassifier.Builder contexts(int count) {
    contexts = inRange("contexts", count, MAX_CONTEXTS);
    return self();
  }

  /**
   * Sets the number of CPU threads of each context; by default the number of usable cores divided
   * by {@code contexts}, at least 1. The usable cores are the physical cores that the affinity and
   * the cgroup quota of the process allow. More than one thread per core is many times slower, so
   * {@link #build()} refuses it.
   *
   * @param count in [1, 1024]
   * @throws SentimentException {@link ErrorCode#INVALID_SETTING}
   */
  public SentimentClassifier.Builder threads(int count) {
    threads = OptionalInt.of(inRange("threads", count, MAX_THREADS));
    return self();
  }

  /**
   * Sets the most tokens of one prompt, which consists of prefix, text and suffix. The default is
   * the number of tokens with which the model was trained, if its file has it ({@link
   * ModelProfile#maxTokens}), else 512; it never exceeds the context length of the model. {@link
   * #truncation} decides about longer texts. Above 2048, memory grows with this setting. {@link
   * ClassifierInfo#settings} has the value in force.
   *
   * @param count in [1, 131072]; the engine also refuses a value that leaves no room for a text or
   *     exceeds the context length of the model
   * @throws SentimentException {@link ErrorCode#INVALID_SETTING}
   */
  public SentimentClassifier.Builder maxTokens(int count) {
    maxTokens = OptionalInt.of(inRange("maxTokens", count, MAX_TOKENS));
    return self();
  }

  /**
   * Sets the most texts that go through the model together; 32 by default.
   *
   * @param count in [1, 1024]
   * @throws SentimentException {@link ErrorCode#INVALID_SETTING}
   */
  public SentimentClassifier.Builder maxBatch(int count) {
    maxBatch = inRange("maxBatch", count, MAX_BATCH);
    return self();
  }

  /** Sets the treatment of texts that do not fit; {@link Truncation#END} by default. */
  public SentimentClassifier.Builder truncation(Truncation value) {
    truncation = Objects.requireNonNull(value, "truncation");
    return self();
  }

  /** Sets the prompt; by default the one in the model file. */
  public SentimentClassifier.Builder prompt(PromptTemplate value) {
    prompt = Optional.of(value);
    return self();
  }

  /** Sets the label words; by default those in the model file. */
  public SentimentClassifier.Builder labelWords(LabelWords value) {
    labelWords = Optional.of(value);
    return self();
  }

  /**
   * Sets the temperature of the calibration; by default the model's. The model's biases stay. A
   * temperature of 1 leaves the scores as they are. The engine must give probabilities.
   *
   * @param value a positive finite number
   * @throws SentimentException {@link ErrorCode#INVALID_SETTING}
   */
  public SentimentClassifier.Builder temperature(double value) {
    temperature = OptionalDouble.of(Calibration.NONE.withTemperature(value).temperature());
    return self();
  }

  /**
   * Sets the abstention threshold. A result whose label is less probable is marked as {@link
   * SentimentResult#abstained}. The default 0 marks none. {@link ModelProfile#abstainBelow()} is
   * the threshold that the model suggests. The engine must give probabilities.
   *
   * @param probability in [0, 1]
   * @throws SentimentException {@link ErrorCode#INVALID_SETTING}
   */
  public SentimentClassifier.Builder abstainBelow(double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw outOfRange("abstainBelow", "in [0, 1]", probability);
    }
    abstainBelow = probability;
    return self();
  }

  /**
   * Sets the most texts of {@link SentimentClassifier#classify} and {@link
   * SentimentClassifier#classifyAsync} that may wait; 1024 by default. Texts in the engine, up to
   * {@code maxBatch} for each context, do not count. {@link #overloadPolicy} decides about further
   * texts. By default they fail with {@link ErrorCode#BUSY}: if 3,000 virtual threads submit one
   * text each at the same time, about 2,000 are refused.
   *
   * @param count in [1, 65536]
   * @throws SentimentException {@link ErrorCode#INVALID_SETTING}
   */
  public SentimentClassifier.Builder maxPending(int count) {
    maxPending = inRange("maxPending", count, MAX_PENDING);
    return self();
  }

  /**
   * Sets the treatment of texts beyond {@link #maxPending}; {@link OverloadPolicy#REFUSE} by
   * default.
   *
   * <p>With {@link OverloadPolicy#BLOCK} the callers of {@link SentimentClassifier#classify} and
   * {@link SentimentClassifier#classifyAsync} wait for room, in the order of arrival.
   */
  public SentimentClassifier.Builder overloadPolicy(OverloadPolicy value) {
    overloadPolicy = Objects.requireNonNull(value, "overloadPolicy");
    return self();
  }

  /**
   * Sets the longest time of one call, including the time in the queue; no limit by default. A call
   * returns at its deadline even if the engine is still at work. Texts that the engine has not
   * started by then are not evaluated.
   *
   * @param value more than zero, at most 24 hours
   * @throws SentimentException {@link ErrorCode#INVALID_SETTING}
   */
  public SentimentClassifier.Builder deadline(Duration value) {
    if (value.isNegative() || value.isZero() || value.compareTo(MAX_DEADLINE) > 0) {
      throw outOfRange("deadline", "more than zero and at most 24 hours", value);
    }
    deadline = Optional.of(value);
    return self();
  }

  /** Sets the listener that receives batches and failures; none by default. */
  public SentimentClassifier.Builder listener(ClassifierListener value) {
    listener = Objects.requireNonNull(value, "listener");
    return self();
  }

  /**
   * Sets the executor on which the futures of {@link SentimentClassifier#classifyAsync} complete;
   * by default the one on which {@link java.util.concurrent.CompletableFuture} runs asynchronous
   * tasks. Dependents of a future run there unless they name another executor. An executor that
   * runs tasks on the calling thread makes dependents run on the classifier's workers and hold them
   * up. If the executor rejects a task, the future also completes on such a thread.
   */
  public SentimentClassifier.Builder executor(Executor value) {
    executor = Optional.of(value);
    return self();
  }

  /** Sets the engine; by default the best one that {@link java.util.ServiceLoader} finds. */
  public SentimentClassifier.Builder engine(ScoringEngineProvider value) {
    engine = Optional.of(value);
    return self();
  }

  /**
   * Opens the model.
   *
   * @return the classifier, which the caller must close
   * @throws SentimentException {@link ErrorCode#MODEL_NOT_FOUND} if no model was named or the file
   *     does not exist; {@link ErrorCode#MODEL_INVALID} or {@link ErrorCode#MODEL_UNSUPPORTED} if
   *     it cannot be used; {@link ErrorCode#ENGINE_UNAVAILABLE} if no engine can be used here, with
   *     the reason of each; {@link ErrorCode#INVALID_SETTING} if settings do not fit the machine,
   *     each other or the model; {@link ErrorCode#ENGINE_FAILED} if the engine fails to open for
   *     another reason
   */
  public SentimentClassifier build() {
    EngineSpec spec = spec(CpuBudget.ofThisMachine());
    EngineSelection selection = selection();
    ScoringEngine opened;
    try {
      opened = selection.open(spec);
    } catch (SentimentException e) {
      if (!embedded || !EmbeddedModel.mend(spec.model().orElseThrow())) {
        throw e;
      }
      selection = selection();
      opened = selection.open(spec);
    }
    try {
      requireProbabilities(opened.info());
      ModelProfile profile = opened.profile();
      ClassifierInfo info =
          new ClassifierInfo(settings(spec, profile), opened.info(), profile, selection.choices());
      return new SentimentClassifier(info, opened, listener, executor);
    } catch (Throwable t) {
      opened.close();
      throw t;
    }
  }

  /**
   * Returns all engines that are found, with the reason why {@link #build()} would or would not
   * choose each. The method opens no engine.
   *
   * @throws SentimentException as {@link #build()} does if the fault is not an engine's
   */
  public List<EngineChoice> engineChoices() {
    EngineSelection selection = selection();
    selection.choose(spec(CpuBudget.ofThisMachine()));
    return selection.choices();
  }

  private EngineSelection selection() {
    return engine.map(EngineSelection::of).orElseGet(EngineSelection::discover);
  }

  /** Returns the settings of the engine on a machine. Tests call it with other machines. */
  EngineSpec spec(CpuBudget cpu) {
    return new EngineSpec(
        embedded ? Optional.of(EmbeddedModel.file()) : model,
        device,
        flashAttention,
        contexts,
        threadsFor(cpu),
        maxTokens,
        maxBatch,
        truncation,
        prompt,
        labelWords,
        temperature);
  }

  /** Returns the settings of a classifier with a profile in force. Tests of its parts call it. */
  ClassifierSettings settings(EngineSpec spec, ModelProfile inForce) {
    return new ClassifierSettings(
        spec,
        inForce.maxTokens().orElseGet(() -> maxTokens.orElse(ModelProfile.DEFAULT_MAX_TOKENS)),
        abstainBelow,
        maxPending,
        overloadPolicy,
        deadline);
  }

  private int threadsFor(CpuBudget cpu) {
    if (threads.isEmpty()) {
      return Math.max(1, cpu.cores() / contexts);
    }
    int count = threads.getAsInt();
    if (count > cpu.cores()) {
      throw new SentimentException(
          ErrorCode.INVALID_SETTING,
          "Expected threads of at most the " + cpu + ", found " + count + "; leave threads unset");
    }
    if (count > 1 && count * contexts > cpu.cores()) {
      throw new SentimentException(
          ErrorCode.INVALID_SETTING,
          "Expected threads x contexts of at most the "
              + cpu
              + ", found "
              + count
              + " x "
              + contexts
              + "; set threads to "
              + Math.max(1, cpu.cores() / contexts)
              + " or leave it unset");
    }
    return count;
  }

  private void requireProbabilities(EngineInfo info) {
    if (!info.probabilities() && (temperature.isPresent() || abstainBelow > 0)) {
      throw new SentimentException(
          ErrorCode.INVALID_SETTING,
          "temperature and abstainBelow need probabilities, which the engine "
              + info.engine()
              + " does not give; leave them unset");
    }
  }

  private static int inRange(String setting, int value, int max) {
    if (value < 1 || value > max) {
      throw outOfRange(setting, "in [1, " + max + "]", value);
    }
    return value;
  }

  private static SentimentException outOfRange(String setting, String range, Object found) {
    return new SentimentException(
        ErrorCode.INVALID_SETTING, "Expected " + setting + " " + range + ", found " + found);
  }
}
