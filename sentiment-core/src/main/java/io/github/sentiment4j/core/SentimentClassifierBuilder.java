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
 * #build()} checks what depends on the machine and on other settings. Not thread-safe. May build
 * any number of classifiers.
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
   * The model file. No default; instead of {@link #embeddedModel()} if that was called before.
   *
   * @param file a GGUF file
   */
  public SentimentClassifier.Builder model(Path file) {
    model = Optional.of(file);
    embedded = false;
    return self();
  }

  /**
   * The model on the class path, which the artifact {@code sentiment-embedded} brings: the resource
   * {@code META-INF/sentiment4j/model.gguf}. From a JAR it is unpacked once per user and version
   * into the first usable folder of {@link io.github.sentiment4j.support.CacheFolder#candidates()}.
   * Instead of {@link #model} if that was called before.
   */
  public SentimentClassifier.Builder embeddedModel() {
    model = Optional.empty();
    embedded = true;
    return self();
  }

  /** Where the model runs; {@link Device#AUTO} by default. */
  public SentimentClassifier.Builder device(Device value) {
    device = Objects.requireNonNull(value, "device");
    return self();
  }

  /** How attention is computed; {@link FlashAttention#AUTO} by default. */
  public SentimentClassifier.Builder flashAttention(FlashAttention value) {
    flashAttention = Objects.requireNonNull(value, "flashAttention");
    return self();
  }

  /**
   * How many batches run at the same time, each with its own KV cache and buffers; 1 by default.
   * More of them with one thread each give more throughput, one with all threads answers a single
   * text soonest.
   *
   * @param count in [1, 256]
   * @throws SentimentException {@link ErrorCode#INVALID_SETTING}
   */
  public SentimentClassifier.Builder contexts(int count) {
    contexts = inRange("contexts", count, MAX_CONTEXTS);
    return self();
  }

  /**
   * CPU threads of each context; by default what is usable divided by {@code contexts}, at least 1.
   * Usable are as many threads as the process has physical cores, by its affinity and cgroup quota.
   * More than one thread per core is many times slower, so {@link #build()} refuses it.
   *
   * @param count in [1, 1024]
   * @throws SentimentException {@link ErrorCode#INVALID_SETTING}
   */
  public SentimentClassifier.Builder threads(int count) {
    threads = OptionalInt.of(inRange("threads", count, MAX_THREADS));
    return self();
  }

  /**
   * Most tokens of one prompt, which is prefix, text and suffix. By default as many as the model
   * was trained with, if its file says so ({@link ModelProfile#maxTokens}), else 512; in both cases
   * not more than the model was made for. {@link #truncation} says what happens to longer ones.
   * Memory grows with it above 2048. {@link ClassifierInfo#settings} has what is in force.
   *
   * @param count in [1, 131072]; the engine also refuses what leaves no room for a text, or is more
   *     than the model was trained for
   * @throws SentimentException {@link ErrorCode#INVALID_SETTING}
   */
  public SentimentClassifier.Builder maxTokens(int count) {
    maxTokens = OptionalInt.of(inRange("maxTokens", count, MAX_TOKENS));
    return self();
  }

  /**
   * Most texts that go through the model together; 32 by default.
   *
   * @param count in [1, 1024]
   * @throws SentimentException {@link ErrorCode#INVALID_SETTING}
   */
  public SentimentClassifier.Builder maxBatch(int count) {
    maxBatch = inRange("maxBatch", count, MAX_BATCH);
    return self();
  }

  /** What happens to texts that do not fit; {@link Truncation#END} by default. */
  public SentimentClassifier.Builder truncation(Truncation value) {
    truncation = Objects.requireNonNull(value, "truncation");
    return self();
  }

  /** The prompt; by default the one that the model file names. */
  public SentimentClassifier.Builder prompt(PromptTemplate value) {
    prompt = Optional.of(value);
    return self();
  }

  /** The label words; by default those that the model file names. */
  public SentimentClassifier.Builder labelWords(LabelWords value) {
    labelWords = Optional.of(value);
    return self();
  }

  /**
   * The temperature of the calibration, instead of the model's; the model's biases stay. 1 takes
   * the scores as they are. Needs an engine that gives probabilities.
   *
   * @param value positive and finite
   * @throws SentimentException {@link ErrorCode#INVALID_SETTING}
   */
  public SentimentClassifier.Builder temperature(double value) {
    temperature = OptionalDouble.of(Calibration.NONE.withTemperature(value).temperature());
    return self();
  }

  /**
   * Results whose label is less probable than this are marked as {@link SentimentResult#abstained};
   * 0, the default, marks none. What a model suggests is in {@link ModelProfile#abstainBelow()}.
   * Needs an engine that gives probabilities.
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
   * Most texts of {@link SentimentClassifier#classify} and {@link
   * SentimentClassifier#classifyAsync} that may wait; 1024 by default, besides those that the
   * engine has at that moment, {@code maxBatch} for each context. What happens to further ones says
   * {@link #overloadPolicy}: by default they fail with {@link ErrorCode#BUSY}, so of 3,000 virtual
   * threads that come at once with a text each about 2,000 are refused.
   *
   * @param count in [1, 65536]
   * @throws SentimentException {@link ErrorCode#INVALID_SETTING}
   */
  public SentimentClassifier.Builder maxPending(int count) {
    maxPending = inRange("maxPending", count, MAX_PENDING);
    return self();
  }

  /**
   * Whether further texts are refused or wait; {@link OverloadPolicy#REFUSE} by default.
   *
   * <p>{@link OverloadPolicy#BLOCK} makes the caller of {@link SentimentClassifier#classify} and
   * {@link SentimentClassifier#classifyAsync} wait for room, in the order of arrival.
   */
  public SentimentClassifier.Builder overloadPolicy(OverloadPolicy value) {
    overloadPolicy = Objects.requireNonNull(value, "overloadPolicy");
    return self();
  }

  /**
   * Longest time of one call, waiting included; none by default. A call returns at its deadline
   * even where the engine is still at work; texts that have not been evaluated by then never are.
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

  /** Is told what the classifier does; nobody is by default. */
  public SentimentClassifier.Builder listener(ClassifierListener value) {
    listener = Objects.requireNonNull(value, "listener");
    return self();
  }

  /**
   * The executor on which the futures of {@link SentimentClassifier#classifyAsync} complete, and so
   * where what depends on them runs unless it names another one; by default the one on which {@link
   * java.util.concurrent.CompletableFuture} runs asynchronous tasks. An executor that runs tasks on
   * the calling thread makes dependents run on the classifier's workers, which they hold up. Where
   * the executor rejects a task, its future completes on such a thread, too.
   */
  public SentimentClassifier.Builder executor(Executor value) {
    executor = Optional.of(value);
    return self();
  }

  /** The engine to use; by default the best one that {@link java.util.ServiceLoader} finds. */
  public SentimentClassifier.Builder engine(ScoringEngineProvider value) {
    engine = Optional.of(value);
    return self();
  }

  /**
   * Opens the model.
   *
   * @return the classifier, to be closed by the caller
   * @throws SentimentException {@link ErrorCode#MODEL_NOT_FOUND} if no model was named, or it does
   *     not exist; {@link ErrorCode#MODEL_INVALID} or {@link ErrorCode#MODEL_UNSUPPORTED} if it
   *     cannot be used; {@link ErrorCode#ENGINE_UNAVAILABLE} if no engine can be used here, with
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
   * Every engine that is found, and why {@link #build()} would or would not choose it; opens none.
   *
   * @throws SentimentException as {@link #build()} does where the fault is not an engine's
   */
  public List<EngineChoice> engineChoices() {
    EngineSelection selection = selection();
    selection.choose(spec(CpuBudget.ofThisMachine()));
    return selection.choices();
  }

  private EngineSelection selection() {
    return engine.map(EngineSelection::of).orElseGet(EngineSelection::discover);
  }

  /** Package-private: what does not depend on this machine is tested with others. */
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

  private ClassifierSettings settings(EngineSpec spec, ModelProfile inForce) {
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
