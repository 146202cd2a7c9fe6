package io.github.sentiment4j.bench;

import io.github.sentiment4j.bench.jmh.BatchBenchmark;
import io.github.sentiment4j.bench.jmh.FlashAttentionBenchmark;
import io.github.sentiment4j.bench.jmh.Medians;
import io.github.sentiment4j.bench.jmh.PeersBenchmark;
import io.github.sentiment4j.bench.jmh.ProcessProfiler;
import io.github.sentiment4j.core.ClassifierInfo;
import io.github.sentiment4j.core.Device;
import java.nio.file.Path;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * The settings of a measurement.
 *
 * @param device the device that runs the model
 * @param threads the number of CPU threads of the classifier
 * @param forks the number of JVMs for each configuration, one after the other; 0 for this one only
 * @param iterations the number of measured iterations in each JVM
 * @param milliseconds the length of an iteration
 * @param pairs the number of pairs of {@link BatchBenchmark#pair} and {@link
 *     FlashAttentionBenchmark#pair}, and of rounds of {@link PeersBenchmark}
 * @param peers the folder of the programs of {@link PeersBenchmark}
 */
record Effort(
    Device device,
    int threads,
    int forks,
    int iterations,
    long milliseconds,
    int pairs,
    Path peers) {
  private static final long WARM_UP_MILLISECONDS = 3000;

  /** Returns these settings with another number of threads. */
  Effort withThreads(int count) {
    return new Effort(device, count, forks, iterations, milliseconds, pairs, peers);
  }

  /** Returns the JMH options of one benchmark, to be completed with its parameters. */
  ChainedOptionsBuilder of(ClassifierInfo model, Class<?> benchmark, String method) {
    return new OptionsBuilder()
        .include(benchmark.getName().replace(".", "\\.") + "\\." + method + "$")
        .param("model", model.settings().model().orElseThrow().toString())
        .param("device", device.name())
        .param("threads", String.valueOf(threads))
        .forks(forks)
        .warmupIterations(Math.min(iterations, 2))
        .warmupTime(TimeValue.milliseconds(Math.min(milliseconds, WARM_UP_MILLISECONDS)))
        .measurementIterations(iterations)
        .measurementTime(TimeValue.milliseconds(milliseconds))
        .jvmArgs("-Xms64m", "-Xmx256m") // keeps the Java heap small beside the engine's memory
        .addProfiler(ProcessProfiler.class)
        .addProfiler(Medians.class)
        .shouldFailOnError(true);
  }
}
