package io.github.sentiment4j.bench.jmh;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * A profiler for times that benchmarks take inside an invocation, which JMH times only as a whole.
 * The median of each iteration becomes a secondary result. Thread-safe.
 */
public final class Medians implements InternalProfiler {
  /** The values of this iteration by name; a name ends with a dot and the unit. */
  @GuardedBy("VALUES")
  private static final Map<String, List<Double>> VALUES = new TreeMap<>();

  static void record(String name, double value) {
    synchronized (VALUES) {
      VALUES.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
    }
  }

  /** Returns the median of values. */
  public static double median(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    synchronized (VALUES) {
      VALUES.clear();
    }
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    synchronized (VALUES) {
      return VALUES.entrySet().stream().map(e -> scalar(e.getKey(), e.getValue())).toList();
    }
  }

  @Override
  public String getDescription() {
    return "Medians of times that benchmarks take inside an invocation";
  }

  private static ScalarResult scalar(String name, List<Double> values) {
    String unit = name.substring(name.lastIndexOf('.') + 1);
    return new ScalarResult(name, median(values), unit, AggregationPolicy.AVG);
  }
}
