package io.github.sentiment4j.bench;

import io.github.sentiment4j.core.Device;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentOutcome;
import java.util.List;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * Real headlines in batches. The baseline is a batch of 1. What batching gains is measured in
 * pairs, the same 32 headlines one by one and in batches within one invocation and in turns which
 * comes first, so that a slow moment of the machine hits both.
 *
 * <pre>{@code sentiment-bench/run --only batch --model M.gguf --out docs/performance/raw}</pre>
 */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
public class BatchBenchmark {
  /** Milliseconds for the texts of a pair one by one. */
  static final String ONE_BY_ONE = "oneByOne.ms";

  /** Milliseconds for the same texts in batches. */
  static final String BATCHED = "batched.ms";

  /** Texts of a pair. */
  static final int PAIR_TEXTS = 32;

  /** The model file. */
  @Param("model.gguf")
  public String model;

  /** Where the model runs. */
  @Param("AUTO")
  public Device device;

  /** Texts that go through the model together. */
  @Param({"1", "8", "32"})
  public int batch;

  /** CPU threads of the one context. */
  @Param("1")
  public int threads;

  private SentimentClassifier classifier;
  private int next;
  private int pairs;

  /** For JMH. */
  public BatchBenchmark() {}

  /** Opens the model. */
  @Setup
  public void open() {
    classifier = Models.builder(model, device).maxBatch(batch).threads(threads).build();
    classifier.warmUp();
  }

  /** Frees the model. */
  @TearDown
  public void close() {
    classifier.close();
  }

  /** One batch; the headlines take turns. */
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

  /** The same headlines one by one and in batches; the time of the whole says nothing. */
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
