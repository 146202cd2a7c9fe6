package io.github.sentiment4j.bench;

import io.github.sentiment4j.bench.jmh.BatchBenchmark;
import io.github.sentiment4j.bench.jmh.CallersBenchmark;
import io.github.sentiment4j.bench.jmh.FlashAttentionBenchmark;
import io.github.sentiment4j.bench.jmh.LatencyBenchmark;
import io.github.sentiment4j.bench.jmh.OverheadBenchmark;
import io.github.sentiment4j.bench.jmh.ParityBenchmark;
import io.github.sentiment4j.bench.jmh.PeersBenchmark;
import io.github.sentiment4j.core.ClassifierInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.openjdk.jmh.runner.options.Options;

/** The plans: groups of benchmarks that are run on a model. */
enum Plan {
  /** Runs {@link LatencyBenchmark}. */
  LATENCY {
    @Override
    List<Options> parts(ClassifierInfo model, Effort effort) {
      String[] tokens = attainable(model, LENGTHS);
      List<Options> parts = new ArrayList<>();
      if (tokens.length > 0) {
        parts.add(latency(model, effort, tokens));
        if (effort.threads() > 1) {
          parts.add(latency(model, effort.withThreads(1), tokens));
        }
      }
      return parts;
    }

    private static Options latency(ClassifierInfo model, Effort effort, String[] tokens) {
      return effort.of(model, LatencyBenchmark.class, "classify").param("tokens", tokens).build();
    }
  },

  /** Runs {@link FlashAttentionBenchmark}. */
  FLASH {
    @Override
    List<Options> parts(ClassifierInfo model, Effort effort) {
      String[] tokens = attainable(model, LENGTHS);
      return tokens.length == 0
          ? List.of()
          : List.of(
              effort
                  .of(model, FlashAttentionBenchmark.class, "pair")
                  .param("tokens", tokens)
                  .warmupIterations(1)
                  .measurementIterations(effort.pairs())
                  .build());
    }
  },

  /** Runs {@link BatchBenchmark}. */
  BATCH {
    @Override
    List<Options> parts(ClassifierInfo model, Effort effort) {
      return List.of(
          effort.of(model, BatchBenchmark.class, "classifyAll").param("batch", BATCHES).build(),
          effort
              .of(model, BatchBenchmark.class, "pair")
              .param("batch", PAIRED_BATCHES)
              .warmupIterations(1)
              .measurementIterations(effort.pairs())
              .build());
    }
  },

  /** Runs {@link CallersBenchmark}. */
  CALLERS {
    @Override
    List<Options> parts(ClassifierInfo model, Effort effort) {
      String[] contexts = strings(IntStream.of(1, 2).filter(n -> n <= effort.threads()));
      return IntStream.of(1, 2, 8)
          .mapToObj(
              callers ->
                  effort
                      .of(model, CallersBenchmark.class, "classify")
                      .param("contexts", contexts)
                      .threads(callers)
                      .build())
          .toList();
    }
  },

  /** Runs {@link OverheadBenchmark}. */
  OVERHEAD {
    @Override
    List<Options> parts(ClassifierInfo model, Effort effort) {
      String[] tokens = attainable(model, 16);
      return tokens.length == 0
          ? List.of()
          : List.of(
              effort.of(model, OverheadBenchmark.class, ".*").param("tokens", tokens).build());
    }
  },

  /** Runs {@link PeersBenchmark}. */
  PEERS {
    @Override
    List<Options> parts(ClassifierInfo model, Effort effort) {
      return List.of(
          effort
              .of(model, PeersBenchmark.class, "turn")
              .param("peers", effort.peers().toString())
              .warmupIterations(PeersBenchmark.ROUND)
              .measurementIterations(effort.pairs() * PeersBenchmark.ROUND)
              // A thread of java-llama.cpp keeps the JVM from ending; JMH would wait 30 seconds.
              .jvmArgsAppend("-Djmh.shutdownTimeout=1")
              .build());
    }
  },

  /** Runs {@link LatencyBenchmark}, larger batches and {@link ParityBenchmark} on a GPU. */
  GPU {
    @Override
    List<Options> parts(ClassifierInfo model, Effort effort) {
      return List.of(
          effort
              .of(model, LatencyBenchmark.class, "classify")
              .param("tokens", attainable(model, 32, 64, 128))
              .param("flash", "OFF", "ON")
              .build(),
          effort
              .of(model, BatchBenchmark.class, "classifyAll")
              .param("batch", "1", "8", "32", "128")
              .build(),
          effort
              .of(model, ParityBenchmark.class, "compare")
              .warmupIterations(0)
              .measurementIterations(1)
              .build());
    }
  };

  private static final int[] LENGTHS = {16, 32, 64, 128};
  private static final String[] BATCHES = {"1", "8", "32"};
  private static final String[] PAIRED_BATCHES = {"1", "8", "16", "32"};

  /** Returns the JMH options of each part, without parts that the model cannot do. */
  abstract List<Options> parts(ClassifierInfo model, Effort effort);

  /** Returns the name in options and in names of result files. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static String[] attainable(ClassifierInfo model, int... lengths) {
    int around = model.engine().prefixTokens() + model.engine().suffixTokens();
    return strings(IntStream.of(lengths).filter(tokens -> tokens > around));
  }

  private static String[] strings(IntStream numbers) {
    return numbers.mapToObj(String::valueOf).toArray(String[]::new);
  }
}
