package io.github.sentiment4j.bench.jmh;

import io.github.sentiment4j.bench.input.Models;
import io.github.sentiment4j.core.Device;
import io.github.sentiment4j.core.SentimentClassifier;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The parameters that all benchmarks share. */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
public abstract class ModelBenchmark {
  /** The GGUF file. */
  @Param("model.gguf")
  public String model = "";

  /** The device that runs the model. */
  @Param("AUTO")
  public Device device = Device.AUTO;

  /** The number of CPU threads of the classifier. */
  @Param("1")
  public int threads;

  /** Returns a builder for a classifier with these parameters. */
  SentimentClassifier.Builder classifier() {
    return Models.builder(model, device).threads(threads);
  }
}
