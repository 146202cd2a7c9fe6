package io.github.sentiment4j.bench;

import java.util.Arrays;
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
 * What benchmarks measure inside their own invocations, which JMH times as a whole only: the median
 * of each iteration becomes a secondary result. Thread-safe.
 */
public final class Medians implements InternalProfiler {
  /** What was recorded in this iteration; the unit is part of the name, after the last dot. */
  private static final Map<String, double[]> VALUES = new TreeMap<>();

  /** For JMH. */
  public Medians() {}

  static void record(String name, double value) {
    synchronized (VALUES) {
      VALUES.merge(name, new double[] {value}, Medians::concatenated);
    }
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
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
    return "Medians of what the benchmarks measure inside an invocation";
  }

  private static ScalarResult scalar(String name, double[] values) {
    String unit = name.substring(name.lastIndexOf('.') + 1);
    return new ScalarResult(name, median(values), unit, AggregationPolicy.AVG);
  }

  private static double[] concatenated(double[] a, double[] b) {
    double[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
