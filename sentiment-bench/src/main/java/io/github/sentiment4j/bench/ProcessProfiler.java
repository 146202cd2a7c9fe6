package io.github.sentiment4j.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Memory of the benchmark's process, and how quiet the machine was, at the end of each iteration:
 * resident memory and its peak (MiB, all of the process: Java heap, weights and buffers), load
 * average, and CPU cores that others (not this process and its children) kept busy. Linux only;
 * elsewhere there are no such results.
 */
public final class ProcessProfiler implements InternalProfiler {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path STAT = Path.of("/proc/stat");
  private static final double NANOS_PER_TICK = 1e7; // USER_HZ is 100 on every Linux ABI

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private long startNanos;
  private double startOthers;

  /** For JMH. */
  public ProcessProfiler() {}

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    if (Files.exists(STAT)) {
      startOthers = othersNanos();
      startNanos = System.nanoTime();
    }
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    List<ScalarResult> results = new ArrayList<>();
    if (Files.exists(STAT)) {
      double others = (othersNanos() - startOthers) / (System.nanoTime() - startNanos);
      results.add(
          new ScalarResult("others.cores", Math.max(0, others), "cores", AggregationPolicy.MAX));
      results.add(
          new ScalarResult(
              "load.processes", system.getSystemLoadAverage(), "processes", AggregationPolicy.MAX));
      results.add(new ScalarResult("rss.MiB", mebibytes("VmRSS:"), "MiB", AggregationPolicy.MAX));
      results.add(
          new ScalarResult("rssPeak.MiB", mebibytes("VmHWM:"), "MiB", AggregationPolicy.MAX));
    }
    return results;
  }

  @Override
  public String getDescription() {
    return "Resident memory, load average and CPU used by others";
  }

  /** CPU time that all others have used: what the system was busy, less what was ours. */
  private double othersNanos() {
    String[] ticks = lines(STAT).findFirst().orElseThrow().split(" +", -1);
    // cpu user nice system idle iowait irq softirq steal
    long busy = 0;
    for (int i = 1; i <= 8; i++) {
      busy += i == 4 || i == 5 ? 0 : Long.parseLong(ticks[i]);
    }
    return busy * NANOS_PER_TICK - system.getProcessCpuTime() - childrenNanos();
  }

  private static long childrenNanos() {
    return ProcessHandle.current()
        .descendants()
        .flatMap(child -> child.info().totalCpuDuration().stream())
        .mapToLong(Duration::toNanos)
        .sum();
  }

  private static double mebibytes(String name) {
    String line = lines(STATUS).filter(l -> l.startsWith(name)).findFirst().orElseThrow();
    return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0; // in kB
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
