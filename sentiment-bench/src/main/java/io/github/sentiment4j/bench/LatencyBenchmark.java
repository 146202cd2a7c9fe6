package io.github.sentiment4j.bench;

import io.github.sentiment4j.core.Device;
import io.github.sentiment4j.core.FlashAttention;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentResult;
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
 * One caller, one text at a time, by tokens of the prompt. The baseline of each length is one
 * thread.
 *
 * <pre>{@code sentiment-bench/run --only latency --model M.gguf --out docs/performance/raw}</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 8)
public class LatencyBenchmark {
  /** The model file. */
  @Param("model.gguf")
  public String model;

  /** Where the model runs. */
  @Param("AUTO")
  public Device device;

  /** Tokens of the prompt. */
  @Param({"16", "32", "64", "128"})
  public int tokens;

  /** How attention is computed. */
  @Param("AUTO")
  public FlashAttention flash;

  /** CPU threads of the one context. */
  @Param("1")
  public int threads;

  private SentimentClassifier classifier;
  private String text;

  /** For JMH. */
  public LatencyBenchmark() {}

  /** Opens the model and finds a text of the right length. */
  @Setup
  public void open() {
    classifier = Models.builder(model, device).flashAttention(flash).threads(threads).build();
    text = Headlines.withPromptTokens(classifier, tokens);
  }

  /** Frees the model. */
  @TearDown
  public void close() {
    classifier.close();
  }

  /** One text. */
  @Benchmark
  public SentimentResult classify() {
    return classifier.classify(text);
  }
}
