package io.github.sentiment4j.bench.jmh;

import io.github.sentiment4j.bench.input.Headlines;
import io.github.sentiment4j.core.FlashAttention;
import io.github.sentiment4j.core.SentimentClassifier;
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
 * The time of one text with and without flash attention, in turns within one invocation, because
 * the gain is smaller than the difference between two JVMs. The baseline is without.
 *
 * <pre>{@code sentiment-bench/run --only flash --model M.gguf --out docs/performance/raw}</pre>
 */
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 2)
@Measurement(iterations = 20)
public class FlashAttentionBenchmark extends ModelBenchmark {
  /** The result with the milliseconds of a text without flash attention. */
  public static final String OFF = "off.ms";

  /** The result with the milliseconds of the same text with flash attention. */
  public static final String ON = "on.ms";

  private static final int TURNS = 4;

  /** The number of tokens of the prompt. */
  @Param({"16", "32", "64", "128"})
  public int tokens;

  private SentimentClassifier off;
  private SentimentClassifier on;
  private String text;

  /** Opens the model twice and finds a text of the right length. */
  @Setup
  public void open() {
    off = classifier().flashAttention(FlashAttention.OFF).build();
    on = classifier().flashAttention(FlashAttention.ON).build();
    text = Headlines.withPromptTokens(off, tokens);
    on.warmUp();
  }

  /** Frees the models. */
  @TearDown
  public void close() {
    on.close();
    off.close();
  }

  /** Classifies the text a few times both ways; the total time has no meaning. */
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
