package io.github.sentiment4j.bench;

import io.github.sentiment4j.bench.ResultFile.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** What the project set out to reach, and where it stands. */
final class Targets {
  /** Beside other programs that keep more cores busy than this, a figure says nothing of ours. */
  private static final double DISTURBED_CORES = 0.5;

  private static final double OVERHEAD_TARGET = 2; // percent
  private static final double BATCH_TARGET = 1.3;
  private static final double AVX2_TARGET = 50; // milliseconds
  private static final double AVX512_TARGET = 25;
  private static final int GPU_P50_TARGET = 2;
  private static final int GPU_P99_TARGET = 4;
  private static final int GPU_RATE_TARGET = 5000; // texts per second
  private static final double HEADLINE_TARGET = 50;
  private static final double JAVA_LLAMA_TARGET = 0.35; // of its time
  private static final double SERVER_TARGET = 1.0;
  private static final double COMPACT_SERVER_TARGET = 0.9;
  private static final double ONNX_TARGET = 1.0;
  private static final double COMPACT_PARAMETERS = 300e6; // at most

  private Targets() {}

  /**
   * The table.
   *
   * @param files machine, model, plan
   */
  static Table table(Map<String, Map<String, Map<String, ResultFile>>> files) {
    Table table =
        new Table("Machine", "Model", "Figure", "Target", "Measured", "Verdict", "Others' cores");
    files.forEach(
        (machine, models) ->
            models.forEach(
                (model, plans) -> {
                  if (Plan.LATENCY.isExpectedBeside(plans.keySet())) {
                    latencyTarget(table, machine, model, plans);
                    batchTarget(table, machine, model, plans);
                    overheadTarget(table, machine, model, plans);
                    peerTargets(table, machine, model, plans);
                  }
                  Report.file(plans, Plan.GPU)
                      .filter(file -> !file.model("device").startsWith("CPU"))
                      .ifPresent(file -> gpuTargets(table, machine, model, file));
                }));
    return table;
  }

  private static void latencyTarget(
      Table table, String machine, String model, Map<String, ResultFile> plans) {
    boolean wide = plans.values().iterator().next().machine("flags").contains("avx512f");
    double target = wide ? AVX512_TARGET : AVX2_TARGET;
    Optional<Result> result =
        Report.file(plans, Plan.LATENCY).flatMap(f -> find(f, "16", f.run("threads")));
    target(
        table,
        List.of(machine, model, "prompt of 16 tokens, p50, ms", "< " + Math.round(target)),
        result,
        r -> Figures.milliseconds(r.percentile("50.0")),
        r -> r.percentile("50.0") < target);
  }

  private static void batchTarget(
      Table table, String machine, String model, Map<String, ResultFile> plans) {
    Optional<Result> result =
        Report.file(plans, Plan.BATCH).stream()
            .flatMap(f -> f.results("pair").stream())
            .filter(r -> r.parameter("batch").equals("32"))
            .findFirst();
    target(
        table,
        List.of(
            machine, model, "throughput in batches of 32, against one by one", "≥ " + BATCH_TARGET),
        result,
        r -> Figures.text("%.2f", Figures.batchGain(r)),
        r -> Figures.batchGain(r) >= BATCH_TARGET);
  }

  private static void overheadTarget(
      Table table, String machine, String model, Map<String, ResultFile> plans) {
    Optional<Result> result =
        Report.file(plans, Plan.OVERHEAD).stream()
            .flatMap(f -> f.results("classify").stream())
            .findFirst();
    target(
        table,
        List.of(
            machine,
            model,
            "Java on top of the bare native call, 16 tokens, %",
            "< " + Math.round(OVERHEAD_TARGET)),
        result,
        r -> Figures.text("%.2f", Figures.overheadPercent(r)),
        r -> Figures.overheadPercent(r) < OVERHEAD_TARGET);
  }

  private static void peerTargets(
      Table table, String machine, String model, Map<String, ResultFile> plans) {
    Optional<Result> turns =
        Report.file(plans, Plan.PEERS).flatMap(f -> f.results("turn").stream().findFirst());
    target(
        table,
        List.of(
            machine,
            model,
            "real headlines in turns with peers, p50, ms",
            "< " + Math.round(HEADLINE_TARGET)),
        turns,
        r -> Figures.milliseconds(headline(r)),
        r -> headline(r) < HEADLINE_TARGET);
    ratioTarget(table, machine, model, turns, Peer.JAVA_LLAMA, JAVA_LLAMA_TARGET);
    double parameters = Double.parseDouble(plans.values().iterator().next().model("parameters"));
    double server = parameters <= COMPACT_PARAMETERS ? COMPACT_SERVER_TARGET : SERVER_TARGET;
    ratioTarget(table, machine, model, turns, Peer.LLAMA_SERVER, server);
    ratioTarget(table, machine, model, turns, Peer.ONNX_FLOAT32, ONNX_TARGET);
  }

  private static void ratioTarget(
      Table table, String machine, String model, Optional<Result> turns, Peer peer, double most) {
    target(
        table,
        List.of(machine, model, "time of a text, against " + peer.title(), "≤ " + most),
        turns.filter(r -> r.has(peer.milliseconds())),
        r -> Figures.text("%.2f", Medians.median(Figures.ratios(r, peer))),
        r -> Medians.median(Figures.ratios(r, peer)) <= most);
  }

  private static double headline(Result turns) {
    return Medians.median(turns.iterations(Peer.OURS.milliseconds()));
  }

  private static void gpuTargets(Table table, String machine, String model, ResultFile file) {
    Optional<Result> text =
        file.results("classify").stream()
            .filter(r -> r.parameter("tokens").equals("64") && r.parameter("flash").equals("ON"))
            .findFirst();
    target(
        table,
        List.of(machine, model, "64 tokens on a GPU, p50, ms", "< " + GPU_P50_TARGET),
        text,
        r -> Figures.milliseconds(r.percentile("50.0")),
        r -> r.percentile("50.0") < GPU_P50_TARGET);
    target(
        table,
        List.of(machine, model, "64 tokens on a GPU, p99, ms", "< " + GPU_P99_TARGET),
        text,
        r -> Figures.milliseconds(r.percentile("99.0")),
        r -> r.percentile("99.0") < GPU_P99_TARGET);
    target(
        table,
        List.of(machine, model, "headlines a second on a GPU", "≥ " + GPU_RATE_TARGET),
        file.results("classifyAll").stream().max(Comparator.comparing(Figures::textsPerSecond)),
        r -> Figures.text("%.0f", Figures.textsPerSecond(r)),
        r -> Figures.textsPerSecond(r) >= GPU_RATE_TARGET);
  }

  private static void target(
      Table table,
      List<String> figure,
      Optional<Result> result,
      Function<Result, String> measured,
      Predicate<Result> met) {
    List<String> row = new ArrayList<>(figure);
    row.add(result.map(measured).orElse(Report.NOT_RUN));
    row.add(result.map(r -> verdict(r, met)).orElse("–"));
    row.add(result.map(Figures::others).orElse("–"));
    table.row(row);
  }

  private static String verdict(Result result, Predicate<Result> met) {
    if (Figures.othersCores(result) > DISTURBED_CORES) {
      return "disturbed";
    }
    return met.test(result) ? "met" : "missed";
  }

  private static Optional<Result> find(ResultFile latency, String tokens, String threads) {
    return latency.results("classify").stream()
        .filter(r -> r.parameter("tokens").equals(tokens))
        .filter(r -> r.parameter("threads").equals(threads))
        .findFirst();
  }
}
