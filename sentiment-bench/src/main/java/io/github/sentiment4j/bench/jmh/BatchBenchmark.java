package io.github.sentiment4j.bench.jmh;

import io.github.sentiment4j.bench.input.Headlines;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentOutcome;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The time of real headlines in batches. The baseline is a batch of 1. The gain of batching is
 * measured in pairs: each invocation takes the same 32 headlines one by one and in batches, in
 * alternating order, so that a slow moment of the machine affects both.
 *
 * <pre>{@code sentiment-bench/run --only batch --model M.gguf --out docs/performance/raw}</pre>
 */
public class BatchBenchmark extends ModelBenchmark {
  /** The result with the milliseconds of the texts of a pair one by one. */
  public static final String ONE_BY_ONE = "oneByOne.ms";

  /** The result with the milliseconds of the same texts in batches. */
  public static final String BATCHED = "batched.ms";

  /** The number of texts of a pair. */
  static final int PAIR_TEXTS = 32;

  /** The number of texts that go through the model together. */
  @Param({"1", "8", "32"})
  public int batch;

  private SentimentClassifier classifier;
  private int next;
  private int pairs;

  /** Opens the model. */
  @Setup
  public void open() {
    classifier = classifier().maxBatch(batch).build();
    classifier.warmUp();
  }

  /** Frees the model. */
  @TearDown
  public void close() {
    classifier.close();
  }

  /** Classifies the next batch of headlines. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  @Warmup(iterations = 2, time = 3)
  @Measurement(iterations = 5, time = 8)
  public void classifyAll(Blackhole sink) {
    List<String> headlines = Headlines.timed();
    int from = next;
    next = (from + batch) % headlines.size(); // a multiple of every batch size
    batched(headlines.subList(from, from + batch), sink);
  }

  /** Classifies the same headlines one by one and in batches; the total time has no meaning. */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @Warmup(iterations = 2)
  @Measurement(iterations = 20)
  public void pair(Blackhole sink) {
    List<String> texts = Headlines.timed().subList(0, PAIR_TEXTS);
    if (pairs++ % 2 == 0) {
      timed(ONE_BY_ONE, () -> oneByOne(texts, sink));
      timed(BATCHED, () -> batched(texts, sink));
    } else {
      timed(BATCHED, () -> batched(texts, sink));
      timed(ONE_BY_ONE, () -> oneByOne(texts, sink));
    }
  }

  private void oneByOne(List<String> texts, Blackhole sink) {
    for (String text : texts) {
      sink.consume(classifier.classify(text));
    }
  }

  private void batched(List<String> texts, Blackhole sink) {
    for (SentimentOutcome outcome : classifier.classifyAll(texts)) {
      sink.consume(outcome.orThrow());
    }
  }

  private static void timed(String name, Runnable run) {
    long start = System.nanoTime();
    run.run();
    Medians.record(name, (System.nanoTime() - start) / 1e6);
  }
}
