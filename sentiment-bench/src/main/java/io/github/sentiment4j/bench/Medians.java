package io.github.sentiment4j.bench;

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
 * What benchmarks measure inside their own invocations, which JMH times as a whole only: the median
 * of each iteration becomes a secondary result. Thread-safe.
 */
public final class Medians implements InternalProfiler {
  /** What was recorded in this iteration; the unit is the part of the name behind the dot. */
  private static final Map<String, List<Double>> VALUES = new TreeMap<>();

  /** For JMH. */
  public Medians() {}

  static void record(String name, double value) {
    synchronized (VALUES) {
      VALUES.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
    }
  }

  static double median(Collection<Double> values) {
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
    return "Medians of what the benchmarks measure inside an invocation";
  }

  private static ScalarResult scalar(String name, List<Double> values) {
    String unit = name.substring(name.lastIndexOf('.') + 1);
    return new ScalarResult(name, median(values), unit, AggregationPolicy.AVG);
  }
}
