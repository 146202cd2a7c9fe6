package io.github.sentiment4j.bench;

import io.github.sentiment4j.core.Device;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentResult;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
 * Callers that share one classifier, each with one real headline at a time and no pause between
 * them. JMH's threads are the callers; the baseline is one. Texts per second are callers / mean
 * time, as nobody pauses.
 *
 * <pre>{@code sentiment-bench/run --only callers --model M.gguf --out docs/performance/raw}</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 8)
public class CallersBenchmark {
  /** The model file. */
  @Param("model.gguf")
  public String model;

  /** Where the model runs. */
  @Param("AUTO")
  public Device device;

  /** Batches that run at the same time. */
  @Param({"1", "2"})
  public int contexts;

  /** CPU threads, divided among the contexts. */
  @Param("2")
  public int threads;

  private final AtomicInteger turn = new AtomicInteger();
  private SentimentClassifier classifier;

  /** For JMH. */
  public CallersBenchmark() {}

  /** Opens the model. */
  @Setup
  public void open() {
    classifier =
        Models.builder(model, device).contexts(contexts).threads(threads / contexts).build();
    classifier.warmUp();
  }

  /** Frees the model. */
  @TearDown
  public void close() {
    classifier.close();
  }

  /** One caller's next headline. */
  @Benchmark
  public SentimentResult classify() {
    List<String> headlines = Headlines.timed();
    return classifier.classify(
        headlines.get(Math.floorMod(turn.getAndIncrement(), headlines.size())));
  }
}
