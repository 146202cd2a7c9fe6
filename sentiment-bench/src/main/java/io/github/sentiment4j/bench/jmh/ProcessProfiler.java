package io.github.sentiment4j.bench.jmh;

import com.sun.management.OperatingSystemMXBean;
import io.github.sentiment4j.support.SystemFiles;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * A profiler of the process and the machine at the end of each iteration. It records the resident
 * memory of the process and its peak (MiB; Java heap, weights and buffers), the load average, and
 * the CPU cores that processes other than this one and its children kept busy. It works on Linux
 * only.
 */
public final class ProcessProfiler implements InternalProfiler {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path STAT = Path.of("/proc/stat");
  private static final double NANOS_PER_TICK = 1e7; // USER_HZ is 100 on every Linux ABI

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private long startNanos;
  private double startOthers;

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

  /** Returns the CPU time of all other processes: that of the system without our own. */
  private double othersNanos() {
    String[] ticks = SystemFiles.lines(STAT).get(0).split(" +", -1);
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
    String line =
        SystemFiles.lines(STATUS).stream()
            .filter(l -> l.startsWith(name))
            .findFirst()
            .orElseThrow();
    return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0; // in kB
  }
}
