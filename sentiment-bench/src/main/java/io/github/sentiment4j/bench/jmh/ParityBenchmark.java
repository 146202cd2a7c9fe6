package io.github.sentiment4j.bench.jmh;

import io.github.sentiment4j.bench.input.Headlines;
import io.github.sentiment4j.bench.input.Models;
import io.github.sentiment4j.core.Device;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentResult;
import java.util.List;
import java.util.stream.DoubleStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The difference between the answers of a device and of the CPU to 500 real headlines. The baseline
 * is the CPU.
 *
 * <pre>{@code
 * sentiment-bench/run --only gpu --device gpu --model M.gguf --out docs/performance/raw
 * }</pre>
 */
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class ParityBenchmark extends ModelBenchmark {
  /** The result with the number of texts that get the same label on both. */
  public static final String SAME = "same.texts";

  /** The result with the largest difference between the two probabilities of one sentiment. */
  public static final String DIFFERENCE = "difference.probability";

  private SentimentClassifier expected;
  private SentimentClassifier actual;

  /** Opens the model twice. */
  @Setup
  public void open() {
    expected = Models.builder(model, Device.CPU).build();
    actual = classifier().build();
  }

  /** Frees the models. */
  @TearDown
  public void close() {
    actual.close();
    expected.close();
  }

  /** Classifies all headlines on both; the time has no meaning. */
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
