package io.github.sentiment4j.bench.jmh;

import io.github.sentiment4j.bench.input.Headlines;
import io.github.sentiment4j.core.FlashAttention;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentResult;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The time of one text for one caller, by the number of tokens of the prompt. The baseline of each
 * length is one thread.
 *
 * <pre>{@code sentiment-bench/run --only latency --model M.gguf --out docs/performance/raw}</pre>
 */
@BenchmarkMode(Mode.SampleTime)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 8)
public class LatencyBenchmark extends ModelBenchmark {
  /** The number of tokens of the prompt. */
  @Param({"16", "32", "64", "128"})
  public int tokens;

  /** The way in which attention is computed. */
  @Param("AUTO")
  public FlashAttention flash = FlashAttention.AUTO;

  private SentimentClassifier classifier;
  private String text;

  /** Opens the model and finds a text of the right length. */
  @Setup
  public void open() {
    classifier = classifier().flashAttention(flash).build();
    text = Headlines.withPromptTokens(classifier, tokens);
  }

  /** Frees the model. */
  @TearDown
  public void close() {
    classifier.close();
  }

  /** Classifies one text. */
  @Benchmark
  public SentimentResult classify() {
    return classifier.classify(text);
  }
}
