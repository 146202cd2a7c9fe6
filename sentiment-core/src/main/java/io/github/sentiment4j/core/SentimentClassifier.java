package io.github.sentiment4j.core;

import io.github.sentiment4j.core.spi.BatchScores;
import io.github.sentiment4j.core.spi.Cancellation;
import io.github.sentiment4j.core.spi.EngineSpec;
import io.github.sentiment4j.core.spi.ScoringEngine;
import io.github.sentiment4j.core.spi.ScoringEngineProvider;
import io.github.sentiment4j.core.spi.TextScore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;

/** Classifies financial news. Thread-safe. */
public final class SentimentClassifier implements AutoCloseable {
  private final ScoringEngine engine;
  private final ClassifierInfo info;
  private boolean closed;

  private SentimentClassifier(ScoringEngine engine, ClassifierInfo info) {
    this.engine = engine;
    this.info = info;
  }

  /** Opens a model file with default settings. */
  public static SentimentClassifier load(Path model) {
    return builder().model(model).build();
  }

  /** Opens the model on the class path with default settings. */
  public static SentimentClassifier embedded() {
    return builder().embeddedModel().build();
  }

  /** Settings for a classifier. */
  public static Builder builder() {
    return new Builder();
  }

  /** Classifies one text. */
  public SentimentResult classify(String text) {
    return classifyAll(java.util.Collections.singletonList(text)).get(0).orThrow();
  }

  /** Classifies many texts. */
  public synchronized List<SentimentOutcome> classifyAll(List<String> texts) {
    if (closed) {
      throw new SentimentException(ErrorCode.CLOSED, "The classifier is closed");
    }
    List<SentimentOutcome> outcomes = new ArrayList<>();
    for (String text : texts) {
      outcomes.add(one(text));
    }
    return List.copyOf(outcomes);
  }

  private SentimentOutcome one(String text) {
    long start = System.nanoTime();
    try {
      if (text == null || text.isBlank()) {
        throw new SentimentException(ErrorCode.EMPTY_TEXT, "The text has no content");
      }
      BatchScores scores = engine.score(List.of(text), new Cancellation());
      if (scores.texts().get(0) instanceof TextScore.Rejected rejected) {
        throw rejected.error();
      }
      TextScore.Scored scored = (TextScore.Scored) scores.texts().get(0);
      double[] p = info.profile().calibration().apply(scored.segments().get(0).logProbabilities());
      int best = p[0] >= p[1] && p[0] >= p[2] ? 0 : p[1] >= p[2] ? 1 : 2;
      return new SentimentOutcome.Success(
          new SentimentResult(
              best == 0 ? Sentiment.POSITIVE : best == 1 ? Sentiment.NEUTRAL : Sentiment.NEGATIVE,
              p[0],
              p[1],
              p[2],
              p[best] < info.settings().abstainBelow(),
              scored.truncated(),
              scored.tokens(),
              Duration.ofNanos(System.nanoTime() - start)));
    } catch (SentimentException e) {
      return new SentimentOutcome.Failure(e);
    }
  }

  /** Classifies one text without waiting. */
  public CompletableFuture<SentimentResult> classifyAsync(String text) {
    return CompletableFuture.supplyAsync(() -> classify(text));
  }

  /** What this classifier is. */
  public ClassifierInfo info() {
    return info;
  }

  /** Runs a few texts on every context. */
  public void warmUp() {
    classify("Shares rose.");
  }

  /** Closes the engine; any number of times. */
  @Override
  public synchronized void close() {
    closed = true;
    engine.close();
  }

  /** Settings for a classifier. */
  public static final class Builder {
    private Path model;
    private Device device = Device.AUTO;
    private FlashAttention flashAttention = FlashAttention.AUTO;
    private int contexts = 1;
    private int threads;
    private int maxTokens = 512;
    private int maxBatch = 32;
    private Truncation truncation = Truncation.END;
    private PromptTemplate prompt;
    private LabelWords labelWords;
    private OptionalDouble temperature = OptionalDouble.empty();
    private double abstainBelow;
    private int maxPending = 1024;
    private Duration deadline;
    private ClassifierListener listener = new ClassifierListener() {};
    private ScoringEngineProvider engine;

    private Builder() {}

    /** The model file. */
    public Builder model(Path file) {
      model = Objects.requireNonNull(file, "model");
      return this;
    }

    /** The model on the class path. */
    public Builder embeddedModel() {
      return this;
    }

    /** Where to run. */
    public Builder device(Device value) {
      device = Objects.requireNonNull(value, "device");
      return this;
    }

    /** How attention is computed. */
    public Builder flashAttention(FlashAttention value) {
      flashAttention = Objects.requireNonNull(value, "flashAttention");
      return this;
    }

    /** Batches that run at the same time. */
    public Builder contexts(int count) {
      contexts = count;
      return this;
    }

    /** CPU threads of each context. */
    public Builder threads(int count) {
      threads = count;
      return this;
    }

    /** Most tokens of one prompt. */
    public Builder maxTokens(int count) {
      maxTokens = count;
      return this;
    }

    /** Most texts of one batch. */
    public Builder maxBatch(int count) {
      maxBatch = count;
      return this;
    }

    /** What happens to longer texts. */
    public Builder truncation(Truncation value) {
      truncation = Objects.requireNonNull(value, "truncation");
      return this;
    }

    /** The prompt. */
    public Builder prompt(PromptTemplate value) {
      prompt = Objects.requireNonNull(value, "prompt");
      return this;
    }

    /** The label words. */
    public Builder labelWords(LabelWords value) {
      labelWords = Objects.requireNonNull(value, "labelWords");
      return this;
    }

    /** The temperature. */
    public Builder temperature(double value) {
      temperature = OptionalDouble.of(value);
      return this;
    }

    /** The abstention threshold. */
    public Builder abstainBelow(double probability) {
      abstainBelow = probability;
      return this;
    }

    /** Most texts that may wait. */
    public Builder maxPending(int count) {
      maxPending = count;
      return this;
    }

    /** Longest time of one call. */
    public Builder deadline(Duration value) {
      deadline = Objects.requireNonNull(value, "deadline");
      return this;
    }

    /** Told what the classifier does. */
    public Builder listener(ClassifierListener value) {
      listener = Objects.requireNonNull(value, "listener");
      return this;
    }

    /** The engine to use, instead of those that are found. */
    public Builder engine(ScoringEngineProvider value) {
      engine = Objects.requireNonNull(value, "engine");
      return this;
    }

    /** Opens the classifier. */
    public SentimentClassifier build() {
      Objects.requireNonNull(listener);
      int threadsOfContext =
          threads > 0
              ? threads
              : Math.max(1, Runtime.getRuntime().availableProcessors() / contexts);
      ClassifierSettings settings =
          new ClassifierSettings(
              Optional.ofNullable(model),
              device,
              flashAttention,
              contexts,
              threadsOfContext,
              maxTokens,
              maxBatch,
              truncation,
              Optional.ofNullable(prompt),
              Optional.ofNullable(labelWords),
              temperature,
              abstainBelow,
              maxPending,
              Optional.ofNullable(deadline));
      EngineSpec spec =
          new EngineSpec(
              settings.model(),
              device,
              flashAttention,
              contexts,
              threadsOfContext,
              maxTokens,
              maxBatch,
              truncation,
              settings.prompt(),
              settings.labelWords());
      ScoringEngineProvider provider =
          engine != null
              ? engine
              : ServiceLoader.load(ScoringEngineProvider.class)
                  .findFirst()
                  .orElseThrow(
                      () ->
                          new SentimentException(
                              ErrorCode.ENGINE_UNAVAILABLE, "No engine was found"));
      ScoringEngine opened = provider.open(spec);
      return new SentimentClassifier(
          opened,
          new ClassifierInfo(
              settings,
              opened.info(),
              opened.profile(),
              List.of(new ClassifierInfo.EngineChoice(provider.name(), true, "first"))));
    }
  }
}
