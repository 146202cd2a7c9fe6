package io.github.sentiment4j.bench;

import io.github.sentiment4j.core.ClassifierInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.openjdk.jmh.runner.options.Options;

/** What is measured of one model, one part after the other. */
enum Plan {
  /** {@link LatencyBenchmark}. */
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

  /** {@link FlashAttentionBenchmark}. */
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

  /** {@link BatchBenchmark}. */
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

  /** {@link CallersBenchmark}. */
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

  /** {@link OverheadBenchmark}. */
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

  /** {@link PeersBenchmark}. */
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

  /** What is asked of a GPU: {@link LatencyBenchmark}, larger batches, {@link ParityBenchmark}. */
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

  /** JMH's options for each part; fewer where the model cannot do it. */
  abstract List<Options> parts(ClassifierInfo model, Effort effort);

  /**
   * Whether it belongs to a model of which some plans were run: the plan for GPUs does where it was
   * run itself, the others where one of them was.
   */
  boolean isExpectedBeside(Set<String> plans) {
    return plans.contains(id()) || (this != GPU && !plans.equals(Set.of(GPU.id())));
  }

  /** Also the name of its file and its option. */
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
