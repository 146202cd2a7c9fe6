package io.github.sentiment4j.bench;

import io.github.sentiment4j.core.ClassifierInfo;
import io.github.sentiment4j.core.Device;
import java.nio.file.Path;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * How to measure.
 *
 * @param device where the model runs
 * @param threads CPU threads of the classifier
 * @param forks JVMs for each configuration, one after the other; 0 for none but this one
 * @param iterations measured in each JVM
 * @param milliseconds of one iteration
 * @param pairs of {@link BatchBenchmark#pair} and {@link FlashAttentionBenchmark#pair}, and rounds
 *     of {@link PeersBenchmark}
 * @param peers folder of the programs of {@link PeersBenchmark}
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

  /** The same with another number of threads. */
  Effort withThreads(int count) {
    return new Effort(device, count, forks, iterations, milliseconds, pairs, peers);
  }

  /** JMH's options for one benchmark, to be completed with its parameters. */
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
        .jvmArgs("-Xms64m", "-Xmx256m") // so that resident memory is mostly the engine's
        .addProfiler(ProcessProfiler.class)
        .addProfiler(Medians.class)
        .shouldFailOnError(true);
  }
}
