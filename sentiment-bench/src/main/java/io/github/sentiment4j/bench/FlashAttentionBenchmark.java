package io.github.sentiment4j.bench;

import io.github.sentiment4j.core.Device;
import io.github.sentiment4j.core.FlashAttention;
import io.github.sentiment4j.core.SentimentClassifier;
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
 * The same text with and without flash attention, in turns within one invocation: what it gains is
 * less than what the machine changes between two JVMs. The baseline is without.
 *
 * <pre>{@code sentiment-bench/run --only flash --model M.gguf --out docs/performance/raw}</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2)
@Measurement(iterations = 20)
public class FlashAttentionBenchmark {
  /** Milliseconds of one text without flash attention. */
  static final String OFF = "off.ms";

  /** Milliseconds of the same text with flash attention. */
  static final String ON = "on.ms";

  private static final int TURNS = 4;

  /** The model file. */
  @Param("model.gguf")
  public String model;

  /** Where the model runs. */
  @Param("AUTO")
  public Device device;

  /** Tokens of the prompt. */
  @Param({"16", "32", "64", "128"})
  public int tokens;

  /** CPU threads of either context. */
  @Param("1")
  public int threads;

  private SentimentClassifier off;
  private SentimentClassifier on;
  private String text;

  /** For JMH. */
  public FlashAttentionBenchmark() {}

  /** Opens the model twice and finds a text of the right length. */
  @Setup
  public void open() {
    off = Models.builder(model, device).flashAttention(FlashAttention.OFF).threads(threads).build();
    on = Models.builder(model, device).flashAttention(FlashAttention.ON).threads(threads).build();
    text = Headlines.withPromptTokens(off, tokens);
    on.warmUp();
  }

  /** Frees the models. */
  @TearDown
  public void close() {
    on.close();
    off.close();
  }

  /** A few turns of both; the time of the whole says nothing. */
  @Benchmark
  public void pair(Blackhole sink) {
    for (int i = 0; i < TURNS; i++) {
      time(i % 2 == 0 ? OFF : ON, sink);
      time(i % 2 == 0 ? ON : OFF, sink);
    }
  }

  private void time(String which, Blackhole sink) {
    SentimentClassifier classifier = which.equals(ON) ? on : off;
    long start = System.nanoTime();
    sink.consume(classifier.classify(text));
    Medians.record(which, (System.nanoTime() - start) / 1e6);
  }
}
