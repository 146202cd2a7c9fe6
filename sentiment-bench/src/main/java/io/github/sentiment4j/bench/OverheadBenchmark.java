package io.github.sentiment4j.bench;

import io.github.sentiment4j.core.ClassifierListener;
import io.github.sentiment4j.core.ClassifierSettings;
import io.github.sentiment4j.core.Device;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentResult;
import io.github.sentiment4j.core.spi.BatchScores;
import io.github.sentiment4j.core.spi.Cancellation;
import io.github.sentiment4j.core.spi.EngineSpec;
import io.github.sentiment4j.core.spi.ScoringEngine;
import io.github.sentiment4j.core.spi.ScoringEngineProvider;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What Java adds to the bare C++ call. The C++ scorer takes its own time, so both are measured in
 * the same call and a slow moment of the machine does not come between them. The baseline is {@link
 * #engine}: the scoring engine without queue, batching and results.
 *
 * <pre>{@code sentiment-bench/run --only overhead --model M.gguf --out docs/performance/raw}</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 8)
public class OverheadBenchmark {
  /** Milliseconds inside the C++ scorer. */
  static final String INSIDE = "inside.ms";

  /** Microseconds of the call outside the C++ scorer. */
  static final String OUTSIDE = "outside.us";

  /** The time outside the C++ scorer in percent of the time inside. */
  static final String OVERHEAD = "overhead.percent";

  /** The model file. */
  @Param("model.gguf")
  public String model;

  /** Where the model runs. */
  @Param("AUTO")
  public Device device;

  /** Tokens of the prompt: the shortest is the hardest. */
  @Param("16")
  public int tokens;

  /** CPU threads of the one context. */
  @Param("1")
  public int threads;

  private SentimentClassifier classifier;
  private ScoringEngine engine;
  private String text;
  private volatile long insideNanos; // of the last batch, set before its caller goes on

  /** For JMH. */
  public OverheadBenchmark() {}

  /** Opens the model twice: as a classifier and as an engine with the same settings. */
  @Setup
  public void open() {
    ClassifierListener listener =
        new ClassifierListener() {
          @Override
          public void onBatch(BatchEvent event) {
            insideNanos = event.engineTime().toNanos();
          }
        };
    classifier = Models.builder(model, device).listener(listener).threads(threads).build();
    text = Headlines.withPromptTokens(classifier, tokens);
    engine = engine(classifier.info().settings());
  }

  /** Frees the model. */
  @TearDown
  public void close() {
    engine.close();
    classifier.close();
  }

  /** The bare engine. */
  @Benchmark
  public BatchScores engine() {
    long start = System.nanoTime();
    BatchScores scores = engine.score(List.of(text), new Cancellation());
    record(System.nanoTime() - start, scores.engineNanos());
    return scores;
  }

  /** The classifier. */
  @Benchmark
  public SentimentResult classify() {
    long start = System.nanoTime();
    SentimentResult result = classifier.classify(text);
    record(System.nanoTime() - start, insideNanos);
    return result;
  }

  private static void record(long nanos, long inside) {
    Medians.record(INSIDE, inside / 1e6);
    Medians.record(OUTSIDE, (nanos - inside) / 1e3);
    Medians.record(OVERHEAD, 100.0 * (nanos - inside) / inside);
  }

  private static ScoringEngine engine(ClassifierSettings settings) {
    ScoringEngineProvider provider =
        ServiceLoader.load(ScoringEngineProvider.class).findFirst().orElseThrow();
    return provider.open(
        new EngineSpec(
            settings.model(),
            settings.device(),
            settings.flashAttention(),
            settings.contexts(),
            settings.threads(),
            settings.maxTokens(),
            settings.maxBatch(),
            settings.truncation(),
            settings.prompt(),
            settings.labelWords()));
  }
}
