package io.github.sentiment4j.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A file of results of one plan on one model. */
public record ResultFile(JsonNode tree) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads a file. */
  public static ResultFile read(Path file) throws IOException {
    return new ResultFile(JSON.readTree(file.toFile()));
  }

  /** Returns a fact about the run. */
  public String run(String name) {
    return tree.path("run").path(name).asText();
  }

  /** Returns a fact about the machine. */
  public String machine(String name) {
    return tree.path("machine").path(name).asText();
  }

  /** Returns a fact about the model. */
  public String model(String name) {
    return tree.path("model").path(name).asText();
  }

  /** Returns the results of one benchmark method in the order of their measurement. */
  public List<Result> results(String method) {
    return children(tree.path("results"))
        .filter(result -> result.path("benchmark").asText().endsWith("." + method))
        .map(Result::new)
        .toList();
  }

  private static Stream<JsonNode> children(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  /** One result as JMH writes it. */
  public record Result(JsonNode tree) {

    /** Returns the value of a benchmark parameter. */
    public String parameter(String name) {
      return tree.path("params").path(name).asText();
    }

    /** Returns the number of callers. */
    public long threads() {
      return tree.path("threads").asLong();
    }

    double mean() {
      return tree.path("primaryMetric").path("score").asDouble();
    }

    /** Returns a percentile in milliseconds, such as that named {@code 50.0}. */
    public double percentile(String name) {
      return tree.path("primaryMetric").path("scorePercentiles").path(name).asDouble();
    }

    /** Returns the number of timed invocations. */
    public long samples() {
      // (forks)(iterations)(different times)(time, count)
      return children(tree.path("primaryMetric").path("rawDataHistogram"))
          .flatMap(ResultFile::children)
          .flatMap(ResultFile::children)
          .mapToLong(timeAndCount -> timeAndCount.get(1).asLong())
          .sum();
    }

    /** Returns whether a secondary result was measured. */
    public boolean has(String secondary) {
      return tree.path("secondaryMetrics").has(secondary);
    }

    /** Returns a secondary result over all iterations. */
    public double secondary(String name) {
      return tree.path("secondaryMetrics").path(name).path("score").asDouble();
    }

    /** Returns a secondary result of each iteration. */
    public List<Double> iterations(String name) {
      return children(tree.path("secondaryMetrics").path(name).path("rawData"))
          .flatMap(ResultFile::children)
          .map(JsonNode::asDouble)
          .toList();
    }
  }
}
