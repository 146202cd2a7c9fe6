package io.github.sentiment4j.bench;

import io.github.sentiment4j.core.Device;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentResult;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
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
 * 500 real headlines on a device and on the CPU: not how fast, but how different. The baseline is
 * the CPU.
 *
 * <pre>{@code
 * sentiment-bench/run --only gpu --device gpu --model M.gguf --out docs/performance/raw
 * }</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class ParityBenchmark {
  /** Texts that got the same label on both. */
  static final String SAME = "same.texts";

  /** Largest difference between the two probabilities of one sentiment. */
  static final String DIFFERENCE = "difference.probability";

  /** The model file. */
  @Param("model.gguf")
  public String model;

  /** What is compared with the CPU. */
  @Param("AUTO")
  public Device device;

  /** CPU threads of either. */
  @Param("1")
  public int threads;

  private SentimentClassifier expected;
  private SentimentClassifier actual;

  /** For JMH. */
  public ParityBenchmark() {}

  /** Opens the model twice. */
  @Setup
  public void open() {
    expected = Models.builder(model, Device.CPU).threads(threads).build();
    actual = Models.builder(model, device).threads(threads).build();
  }

  /** Frees the models. */
  @TearDown
  public void close() {
    actual.close();
    expected.close();
  }

  /** All headlines on both; the time says nothing. */
  @Benchmark
  public void compare() {
    List<SentimentResult> onCpu = results(expected);
    List<SentimentResult> onDevice = results(actual);
    int same = 0;
    double largest = 0;
    for (int i = 0; i < onCpu.size(); i++) {
      same += onCpu.get(i).label() == onDevice.get(i).label() ? 1 : 0;
      largest = Math.max(largest, difference(onCpu.get(i), onDevice.get(i)));
    }
    Medians.record(SAME, same);
    Medians.record(DIFFERENCE, largest);
  }

  private static List<SentimentResult> results(SentimentClassifier classifier) {
    return classifier.classifyAll(Headlines.all()).stream()
        .map(outcome -> outcome.orThrow())
        .toList();
  }

  private static double difference(SentimentResult a, SentimentResult b) {
    return DoubleStream.of(
            a.positive() - b.positive(), a.neutral() - b.neutral(), a.negative() - b.negative())
        .map(Math::abs)
        .max()
        .orElseThrow();
  }
}
