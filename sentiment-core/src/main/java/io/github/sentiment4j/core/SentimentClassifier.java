package io.github.sentiment4j.core;

import io.github.sentiment4j.core.ClassifierInfo.EngineChoice;
import io.github.sentiment4j.core.spi.EngineInfo;
import io.github.sentiment4j.core.spi.ScoringEngine;
import io.github.sentiment4j.core.spi.ScoringEngineProvider;
import io.github.sentiment4j.core.spi.TextScore;
import io.github.sentiment4j.support.CpuBudget;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Classifies financial news as positive, neutral or negative with a model that is open until {@link
 * #close()}. Thread-safe: one classifier serves a whole application, and callers that arrive
 * together go through the model together.
 *
 * <p>A text waits until one of the {@code contexts} is free, then goes through the model with
 * whatever else waits at that moment, up to {@code maxBatch} texts; nobody waits for a batch to
 * fill. Threads of the caller only wait; the work is done on {@code contexts} daemon threads.
 */
public final class SentimentClassifier implements AutoCloseable {
  private static final Logger LOGGER = System.getLogger(SentimentClassifier.class.getName());
  private static final Cleaner CLEANER = Cleaner.create();

  private final ClassifierInfo info;
  private final ClassifierListener listener;
  private final CallQueue queue;
  private final Workers workers;

  private SentimentClassifier(
      ClassifierInfo info, ScoringEngine engine, ClassifierListener listener) {
    ClassifierSettings settings = info.settings();
    this.info = info;
    this.listener = listener;
    this.queue =
        new CallQueue(
            settings.maxPending(),
            settings.overloadPolicy(),
            settings.maxBatch(),
            settings.contexts());
    this.workers =
        new Workers(
            settings.contexts(),
            queue,
            engine,
            new ResultFactory(info.profile().calibration(), settings.abstainBelow()),
            listener);
    CLEANER.register(this, leakAction(queue, settings));
  }

  private static Runnable leakAction(CallQueue queue, ClassifierSettings settings) {
    return () -> {
      if (!queue.isClosed()) {
        LOGGER.log(
            Level.WARNING,
            "A classifier was never closed; it is freed only now that the garbage collector found it,"
                + " use try-with-resources. Its model: {0}",
            settings.model().map(Path::toString).orElse("none"));
        queue.close();
      }
    };
  }

  /**
   * Opens a model file with default settings: {@code builder().model(model).build()}.
   *
   * @param model a GGUF file
   * @throws SentimentException as {@link Builder#build()} does
   */
  public static SentimentClassifier load(Path model) {
    return builder().model(model).build();
  }

  /**
   * Opens the model on the class path with default settings: {@code
   * builder().embeddedModel().build()}.
   *
   * @throws SentimentException as {@link Builder#build()} does
   */
  public static SentimentClassifier embedded() {
    return builder().embeddedModel().build();
  }

  /** A builder with default settings and no model. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Classifies one text and waits for the result.
   *
   * @param text of any length; longer ones than the model can take are cut as {@link
   *     Builder#truncation} says
   * @throws SentimentException {@link ErrorCode#EMPTY_TEXT} if it is null or blank, {@link
   *     ErrorCode#INVALID_TEXT} if it is not well-formed Unicode, {@link ErrorCode#TEXT_TOO_LONG}
   *     if it is longer and truncation is {@link Truncation#REJECT}, {@link ErrorCode#BUSY} if
   *     {@code maxPending} texts are waiting and no {@link Builder#overloadPolicy} lets this thread
   *     wait for room, {@link ErrorCode#DEADLINE_EXCEEDED}, {@link ErrorCode#INTERRUPTED} if this
   *     thread is interrupted, {@link ErrorCode#CLOSED}, {@link ErrorCode#SCORES_NOT_FINITE} or
   *     {@link ErrorCode#ENGINE_FAILED} if the model or the engine fails
   */
  public SentimentResult classify(String text) {
    Call call = Call.single(text, info.settings().deadline(), listener);
    queue.submit(call);
    await(call, call.done());
    return call.outcome(0).orThrow();
  }

  /**
   * Classifies many texts and waits for all of them. The list may be of any length and does not
   * count against {@code maxPending}: workers take its texts as they become free, in turns with
   * other callers, who are not held up by it. The deadline is that of the whole call.
   *
   * @param texts null elements are allowed and fail with {@link ErrorCode#EMPTY_TEXT}
   * @return one outcome per text, in the same order; a text that fails, for any of the reasons that
   *     {@link #classify} lists, does not affect the others. After a deadline, an interrupt or a
   *     {@link #close()} the texts that were not ready are failures
   * @throws SentimentException {@link ErrorCode#CLOSED} if the classifier is closed already
   */
  public List<SentimentOutcome> classifyAll(List<String> texts) {
    return callAll(texts).outcomes();
  }

  /**
   * Scores many texts like {@link #classifyAll}, without calibrating: for evaluation, and for
   * fitting a {@link Calibration}, which is applied to a score with {@link
   * Calibration#apply(TextScore.Scored)}.
   *
   * @param texts null elements are allowed and fail with {@link ErrorCode#EMPTY_TEXT}
   * @return one score per text, in the same order; a text that fails, for any of the reasons that
   *     {@link #classify} lists, is {@link TextScore.Rejected} and does not affect the others; of
   *     an engine without probabilities each is a {@link TextScore.Labelled}
   * @throws SentimentException {@link ErrorCode#CLOSED} if the classifier is closed already
   */
  public List<TextScore> scoreAll(List<String> texts) {
    return callAll(texts).scores();
  }

  /**
   * Classifies one text without waiting for its result. Waits for room in the queue where {@link
   * Builder#overloadPolicy} is {@link OverloadPolicy#BLOCK}, and else for nothing.
   *
   * @return completes with the result, or exceptionally with the {@link SentimentException} that
   *     {@link #classify} would throw; this method itself throws none. Cancelling it, or completing
   *     it otherwise, takes the text out of the queue. What depends on it runs where {@link
   *     CompletableFuture} runs asynchronous tasks by default, never on the classifier's threads,
   *     and may take its time
   */
  @SuppressWarnings("FutureReturnValueIgnored") // what hangs on these futures cannot fail unseen
  public CompletableFuture<SentimentResult> classifyAsync(String text) {
    Call call = Call.single(text, info.settings().deadline(), listener);
    queue.submit(call);
    await(call, call.inLine());
    CompletableFuture<SentimentResult> result = new CompletableFuture<>();
    if (call.done().isDone()) {
      complete(result, call);
      return result;
    }
    if (call.hasDeadline()) {
      // A copy, so that the timer ends with the call and does not end the call by itself.
      call.done()
          .copy()
          .orTimeout(call.remainingNanos(), TimeUnit.NANOSECONDS)
          .exceptionally(
              timeout -> {
                queue.withdraw(call, call.deadlineExceeded());
                return null;
              });
    }
    call.done()
        .thenRunAsync(() -> complete(result, call))
        .exceptionally(
            rejected -> { // no thread to be had: better on the worker than not at all
              complete(result, call);
              return null;
            });
    result.whenComplete(
        (ignored, thrown) -> {
          if (!call.done().isDone()) {
            queue.withdraw(
                call, new Ending.Failed(ErrorCode.CANCELLED, "The caller cancelled the future"));
          }
        });
    return result;
  }

  /** What this classifier is and why; also after it is closed. */
  public ClassifierInfo info() {
    return info;
  }

  /**
   * Runs a few texts through every context, so that the first real call finds code compiled,
   * weights in memory and buffers allocated. Takes as long as a few calls; worth it before a
   * service says that it is ready. Not subject to the deadline.
   *
   * @throws SentimentException {@link ErrorCode#CLOSED}, {@link ErrorCode#INTERRUPTED}, or what the
   *     engine says of these texts
   */
  public void warmUp() {
    ClassifierSettings settings = info.settings();
    WarmUp warmUp = new WarmUp(settings.contexts(), settings.maxBatch());
    queue.submit(warmUp, settings.contexts());
    try {
      warmUp.await();
    } catch (InterruptedException e) {
      Ending.Failed interrupted = interrupted();
      warmUp.stop(interrupted);
      Thread.currentThread().interrupt();
      throw interrupted.toException();
    }
  }

  /**
   * Frees the model. Calls that wait or run fail with {@link ErrorCode#CLOSED}, as do all later
   * ones; the engine is asked to stop, and closed as soon as it has. Returns when that is done, or
   * at once when called by a {@link ClassifierListener}. Any number of times, from any thread; an
   * interrupt does not cut it short.
   */
  @Override
  public void close() {
    queue.close();
    workers.awaitTermination();
  }

  private Call callAll(List<String> texts) {
    queue.requireOpen();
    Call call = Call.bulk(texts, info.settings().deadline(), listener);
    queue.submit(call);
    await(call, call.done());
    return call;
  }

  /** Waits for an event of a call; a call whose time is over, or its thread's, is ended. */
  private void await(Call call, CompletableFuture<Void> event) {
    if (event.isDone()) {
      return;
    }
    try {
      if (call.hasDeadline()) {
        event.get(call.remainingNanos(), TimeUnit.NANOSECONDS);
      } else {
        event.get();
      }
    } catch (TimeoutException e) {
      queue.withdraw(call, call.deadlineExceeded());
    } catch (InterruptedException e) {
      queue.withdraw(call, interrupted());
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new AssertionError("a call never ends exceptionally", e);
    }
  }

  private static void complete(CompletableFuture<SentimentResult> result, Call call) {
    SentimentOutcome outcome = call.outcome(0);
    if (outcome instanceof SentimentOutcome.Success success) {
      result.complete(success.result());
    } else if (outcome instanceof SentimentOutcome.Failure failure) {
      result.completeExceptionally(failure.error());
    }
  }

  private static Ending.Failed interrupted() {
    return new Ending.Failed(
        ErrorCode.INTERRUPTED,
        "The calling thread was interrupted while it waited; its interrupt flag is set");
  }

  /**
   * The settings of a classifier to open. Each method checks its own setting at once; {@link
   * #build()} checks what depends on the machine and on other settings. Not thread-safe. May build
   * any number of classifiers.
   */
  public static final class Builder {
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
    private Optional<ScoringEngineProvider> engine = Optional.empty();

    private Builder() {}

    /**
     * The model file. No default; instead of {@link #embeddedModel()} if that was called before.
     *
     * @param file a GGUF file
     */
    public Builder model(Path file) {
      model = Optional.of(file);
      embedded = false;
      return this;
    }

    /**
     * The model on the class path, which the artifact {@code sentiment-embedded} brings: the
     * resource {@code META-INF/sentiment4j/model.gguf}. From a JAR it is unpacked once per user and
     * version into the first usable folder of {@link
     * io.github.sentiment4j.support.CacheFolder#candidates()}. Instead of {@link #model} if that
     * was called before.
     */
    public Builder embeddedModel() {
      model = Optional.empty();
      embedded = true;
      return this;
    }

    /** Where the model runs; {@link Device#AUTO} by default. */
    public Builder device(Device value) {
      device = Objects.requireNonNull(value, "device");
      return this;
    }

    /** How attention is computed; {@link FlashAttention#AUTO} by default. */
    public Builder flashAttention(FlashAttention value) {
      flashAttention = Objects.requireNonNull(value, "flashAttention");
      return this;
    }

    /**
     * How many batches run at the same time, each with its own KV cache and buffers; 1 by default.
     * More of them with one thread each give more throughput, one with all threads answers a single
     * text soonest.
     *
     * @param count in [1, 256]
     * @throws SentimentException {@link ErrorCode#INVALID_SETTING}
     */
    public Builder contexts(int count) {
      contexts = inRange("contexts", count, MAX_CONTEXTS);
      return this;
    }

    /**
     * CPU threads of each context; by default what is usable divided by {@code contexts}, at least
     * 1. Usable are as many threads as the process has physical cores, by its affinity and cgroup
     * quota. More than one thread per core is many times slower, so {@link #build()} refuses it.
     *
     * @param count in [1, 1024]
     * @throws SentimentException {@link ErrorCode#INVALID_SETTING}
     */
    public Builder threads(int count) {
      threads = OptionalInt.of(inRange("threads", count, MAX_THREADS));
      return this;
    }

    /**
     * Most tokens of one prompt, which is prefix, text and suffix. By default as many as the model
     * was trained with, if its file says so ({@link ModelProfile#maxTokens}), else 512; in both
     * cases not more than the model was made for. {@link #truncation} says what happens to longer
     * ones. Memory grows with it above 2048. {@link ClassifierInfo#settings} has what is in force.
     *
     * @param count in [1, 131072]; the engine also refuses what leaves no room for a text, or is
     *     more than the model was trained for
     * @throws SentimentException {@link ErrorCode#INVALID_SETTING}
     */
    public Builder maxTokens(int count) {
      maxTokens = OptionalInt.of(inRange("maxTokens", count, MAX_TOKENS));
      return this;
    }

    /**
     * Most texts that go through the model together; 32 by default.
     *
     * @param count in [1, 1024]
     * @throws SentimentException {@link ErrorCode#INVALID_SETTING}
     */
    public Builder maxBatch(int count) {
      maxBatch = inRange("maxBatch", count, MAX_BATCH);
      return this;
    }

    /** What happens to texts that do not fit; {@link Truncation#END} by default. */
    public Builder truncation(Truncation value) {
      truncation = Objects.requireNonNull(value, "truncation");
      return this;
    }

    /** The prompt; by default the one that the model file names. */
    public Builder prompt(PromptTemplate value) {
      prompt = Optional.of(value);
      return this;
    }

    /** The label words; by default those that the model file names. */
    public Builder labelWords(LabelWords value) {
      labelWords = Optional.of(value);
      return this;
    }

    /**
     * The temperature of the calibration, instead of the model's; the model's biases stay. 1 takes
     * the scores as they are. Needs an engine that gives probabilities.
     *
     * @param value positive and finite
     * @throws SentimentException {@link ErrorCode#INVALID_SETTING}
     */
    public Builder temperature(double value) {
      temperature = OptionalDouble.of(Calibration.NONE.withTemperature(value).temperature());
      return this;
    }

    /**
     * Results whose label is less probable than this are marked as {@link
     * SentimentResult#abstained}; 0, the default, marks none. What a model suggests is in {@link
     * ModelProfile#abstainBelow()}. Needs an engine that gives probabilities.
     *
     * @param probability in [0, 1]
     * @throws SentimentException {@link ErrorCode#INVALID_SETTING}
     */
    public Builder abstainBelow(double probability) {
      if (!(probability >= 0 && probability <= 1)) {
        throw outOfRange("abstainBelow", "in [0, 1]", probability);
      }
      abstainBelow = probability;
      return this;
    }

    /**
     * Most texts of {@link #classify} and {@link #classifyAsync} that may wait; 1024 by default,
     * besides those that the engine has at that moment, {@code maxBatch} for each context. What
     * happens to further ones says {@link #overloadPolicy}: by default they fail with {@link
     * ErrorCode#BUSY}, so of 3,000 virtual threads that come at once with a text each about 2,000
     * are refused.
     *
     * @param count in [1, 65536]
     * @throws SentimentException {@link ErrorCode#INVALID_SETTING}
     */
    public Builder maxPending(int count) {
      maxPending = inRange("maxPending", count, MAX_PENDING);
      return this;
    }

    /**
     * Whether further texts are refused or wait; {@link OverloadPolicy#REFUSE} by default.
     *
     * <p>{@link OverloadPolicy#BLOCK} makes the caller of {@link #classify} and {@link
     * #classifyAsync} wait for room, in the order of arrival.
     */
    public Builder overloadPolicy(OverloadPolicy value) {
      overloadPolicy = Objects.requireNonNull(value, "overloadPolicy");
      return this;
    }

    /**
     * Longest time of one call, waiting included; none by default. A call returns at its deadline
     * even where the engine is still at work; texts that have not been evaluated by then never are.
     *
     * @param value more than zero, at most 24 hours
     * @throws SentimentException {@link ErrorCode#INVALID_SETTING}
     */
    public Builder deadline(Duration value) {
      if (value.isNegative() || value.isZero() || value.compareTo(MAX_DEADLINE) > 0) {
        throw outOfRange("deadline", "more than zero and at most 24 hours", value);
      }
      deadline = Optional.of(value);
      return this;
    }

    /** Is told what the classifier does; nobody is by default. */
    public Builder listener(ClassifierListener value) {
      listener = Objects.requireNonNull(value, "listener");
      return this;
    }

    /** The engine to use; by default the best one that {@link java.util.ServiceLoader} finds. */
    public Builder engine(ScoringEngineProvider value) {
      engine = Optional.of(value);
      return this;
    }

    /**
     * Opens the model.
     *
     * @return the classifier, to be closed by the caller
     * @throws SentimentException {@link ErrorCode#MODEL_NOT_FOUND} if no model was named, or it
     *     does not exist; {@link ErrorCode#MODEL_INVALID} or {@link ErrorCode#MODEL_UNSUPPORTED} if
     *     it cannot be used; {@link ErrorCode#ENGINE_UNAVAILABLE} if no engine can be used here,
     *     with the reason of each; {@link ErrorCode#INVALID_SETTING} if settings do not fit the
     *     machine, each other or the model; {@link ErrorCode#ENGINE_FAILED} if the engine fails to
     *     open for another reason
     */
    public SentimentClassifier build() {
      ClassifierSettings settings = settings(CpuBudget.ofThisMachine());
      EngineSelection selection = selection();
      ScoringEngine opened;
      try {
        opened = selection.open(settings.engineSpec(maxTokens));
      } catch (SentimentException e) {
        if (!embedded || !EmbeddedModel.mend(settings.model().orElseThrow())) {
          throw e;
        }
        selection = selection();
        opened = selection.open(settings.engineSpec(maxTokens));
      }
      SentimentClassifier classifier;
      try {
        requireProbabilities(opened.info());
        ClassifierInfo info =
            new ClassifierInfo(
                settings.withMaxTokens(opened.profile().maxTokens().orElse(settings.maxTokens())),
                opened.info(),
                profileInForce(opened.profile()),
                selection.choices());
        classifier = new SentimentClassifier(info, opened, new QuietListener(listener));
      } catch (Throwable t) {
        opened.close();
        throw t;
      }
      classifier.workers.start();
      return classifier;
    }

    /**
     * Every engine that is found, and why {@link #build()} would or would not choose it; opens
     * none.
     *
     * @throws SentimentException as {@link #build()} does where the fault is not an engine's
     */
    public List<EngineChoice> engineChoices() {
      EngineSelection selection = selection();
      selection.choose(settings(CpuBudget.ofThisMachine()).engineSpec(maxTokens));
      return selection.choices();
    }

    private EngineSelection selection() {
      return engine.map(EngineSelection::of).orElseGet(EngineSelection::discover);
    }

    /** Package-private: what does not depend on this machine is tested with others. */
    ClassifierSettings settings(CpuBudget cpu) {
      return new ClassifierSettings(
          embedded ? Optional.of(EmbeddedModel.file()) : model,
          device,
          flashAttention,
          contexts,
          threadsFor(cpu),
          maxTokens.orElse(ModelProfile.DEFAULT_MAX_TOKENS),
          maxBatch,
          truncation,
          prompt,
          labelWords,
          temperature,
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
            "Expected threads of at most the "
                + cpu
                + ", found "
                + count
                + "; leave threads unset");
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

    private ModelProfile profileInForce(ModelProfile own) {
      return temperature.isEmpty()
          ? own
          : new ModelProfile(
              own.prompt(),
              own.labelWords(),
              own.calibration().withTemperature(temperature.getAsDouble()),
              own.abstainBelow(),
              own.maxTokens());
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
}
