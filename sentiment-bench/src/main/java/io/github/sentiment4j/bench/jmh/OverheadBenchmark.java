package io.github.sentiment4j.bench.jmh;

import io.github.sentiment4j.bench.input.Headlines;
import io.github.sentiment4j.core.ClassifierListener;
import io.github.sentiment4j.core.ClassifierSettings;
import io.github.sentiment4j.core.ScoringContext.BatchScores;
import io.github.sentiment4j.core.ScoringEngine;
import io.github.sentiment4j.core.ScoringEngineProvider;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentResult;
import java.util.List;
import java.util.ServiceLoader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The time that Java adds to the C++ call. The C++ scorer measures its own time within the same
 * call, so a slow moment of the machine affects both. The baseline is {@link #engine}: the scoring
 * engine without queue, batching and results.
 *
 * <pre>{@code sentiment-bench/run --only overhead --model M.gguf --out docs/performance/raw}</pre>
 */
@BenchmarkMode(Mode.SampleTime)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 8)
public class OverheadBenchmark extends ModelBenchmark {
  /** The result with the milliseconds inside the C++ scorer. */
  public static final String INSIDE = "inside.ms";

  /** The result with the microseconds of the call outside the C++ scorer. */
  public static final String OUTSIDE = "outside.us";

  /** The result with the time outside the C++ scorer in percent of the time inside. */
  public static final String OVERHEAD = "overhead.percent";

  /** The number of tokens of the prompt; a short text shows the overhead best. */
  @Param("16")
  public int tokens;

  private SentimentClassifier classifier;
  private ScoringEngine engine;
  private String text;
  private volatile long insideNanos; // of the last batch, set before its caller continues

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
    classifier = classifier().listener(listener).build();
    text = Headlines.withPromptTokens(classifier, tokens);
    engine = engine(classifier.info().settings());
  }

  /** Frees the model. */
  @TearDown
  public void close() {
    engine.close();
    classifier.close();
  }

  /** Scores a text with the engine alone. */
  @Benchmark
  public BatchScores engine() {
    long start = System.nanoTime();
    BatchScores scores = engine.contexts().get(0).score(List.of(text));
    record(System.nanoTime() - start, scores.engineNanos());
    return scores;
  }

  /** Classifies a text. */
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
    return provider.open(settings.engine());
  }
}
