package io.github.sentiment4j.bench.jmh;

import io.github.sentiment4j.bench.input.Headlines;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentResult;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The time of one text for several callers that share a classifier. Each caller classifies one real
 * headline after the other without a pause, so the throughput is callers / mean time. The threads
 * of JMH are the callers; the baseline is one.
 *
 * <pre>{@code sentiment-bench/run --only callers --model M.gguf --out docs/performance/raw}</pre>
 */
@BenchmarkMode(Mode.SampleTime)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 8)
public class CallersBenchmark extends ModelBenchmark {
  /** The number of batches that run at the same time. */
  @Param({"1", "2"})
  public int contexts;

  private final AtomicInteger turn = new AtomicInteger();
  private SentimentClassifier classifier;

  /** Opens the model. */
  @Setup
  public void open() {
    classifier = classifier().contexts(contexts).threads(threads / contexts).build();
    classifier.warmUp();
  }

  /** Frees the model. */
  @TearDown
  public void close() {
    classifier.close();
  }

  /** Classifies a caller's next headline. */
  @Benchmark
  public SentimentResult classify() {
    List<String> headlines = Headlines.timed();
    return classifier.classify(
        headlines.get(Math.floorMod(turn.getAndIncrement(), headlines.size())));
  }
}
