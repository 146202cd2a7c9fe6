package io.github.sentiment4j.bench;

import io.github.sentiment4j.bench.ResultFile.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of the performance page, from the result files of all machines. */
final class Report {
  private static final double OVERHEAD_TARGET = 2; // percent
  private static final double BATCH_TARGET = 1.3;
  private static final double AVX2_TARGET = 50; // milliseconds
  private static final double AVX512_TARGET = 25;
  private static final long SAMPLES_FOR_P99 = 100;
  private static final String NOT_RUN = "not run";

  /** Machine, model, plan. */
  private final Map<String, Map<String, Map<String, ResultFile>>> files;

  private Report(Map<String, Map<String, Map<String, ResultFile>>> files) {
    this.files = files;
  }

  /**
   * Reads a folder.
   *
   * @param folder one folder for each machine in it, with the files that {@link Measurement} wrote
   */
  static Report of(Path folder) throws IOException {
    Map<String, Map<String, Map<String, ResultFile>>> files = new TreeMap<>();
    for (Path machine : sorted(folder)) {
      for (Path file : sorted(machine)) {
        ResultFile result = ResultFile.read(file);
        files
            .computeIfAbsent(machine.getFileName().toString(), any -> new TreeMap<>())
            .computeIfAbsent(result.model("name"), any -> new TreeMap<>())
            .put(result.run("plan"), result);
      }
    }
    return new Report(files);
  }

  String markdown() {
    StringBuilder page = new StringBuilder();
    page.append('\n').append(targets());
    files.forEach(
        (machine, models) -> {
          page.append("\n### ").append(machine).append("\n\n").append(machine(models));
          models.forEach((model, plans) -> page.append(model(model, plans)));
        });
    page.append("\n### Not run\n\n").append(notRun()).append('\n');
    return page.toString();
  }

  // ---- targets

  private String targets() {
    Table table = new Table("Machine", "Model", "Figure", "Target", "Measured", "");
    files.forEach(
        (machine, models) ->
            models.forEach(
                (model, plans) -> {
                  latencyTarget(table, machine, model, plans);
                  batchTarget(table, machine, model, plans);
                  overheadTarget(table, machine, model, plans);
                }));
    return table.toString();
  }

  private static void latencyTarget(
      Table table, String machine, String model, Map<String, ResultFile> plans) {
    Optional<ResultFile> file = file(plans, Plan.LATENCY);
    boolean wide = plans.values().iterator().next().machine("flags").contains("avx512f");
    double target = wide ? AVX512_TARGET : AVX2_TARGET;
    Optional<Double> measured =
        file.flatMap(f -> find(f, "16", "AUTO", f.run("threads")).map(r -> r.percentile("50.0")));
    table.row(
        machine,
        model,
        "prompt of 16 tokens, p50, ms",
        "< " + Math.round(target),
        measured.map(Report::milliseconds).orElse(NOT_RUN),
        verdict(measured.map(ms -> ms < target)));
  }

  private static void batchTarget(
      Table table, String machine, String model, Map<String, ResultFile> plans) {
    Optional<Double> measured =
        file(plans, Plan.BATCH).stream()
            .flatMap(f -> f.results("pair").stream())
            .filter(r -> r.parameter("batch").equals("32"))
            .map(r -> Medians.median(gains(r)))
            .findFirst();
    table.row(
        machine,
        model,
        "throughput in batches of 32, against one by one",
        "≥ " + BATCH_TARGET,
        measured.map(gain -> format("%.2f", gain)).orElse(NOT_RUN),
        verdict(measured.map(gain -> gain >= BATCH_TARGET)));
  }

  private static void overheadTarget(
      Table table, String machine, String model, Map<String, ResultFile> plans) {
    Optional<Double> measured =
        file(plans, Plan.OVERHEAD).stream()
            .flatMap(f -> f.results("classify").stream())
            .map(r -> Medians.median(r.iterations(OverheadBenchmark.OVERHEAD)))
            .findFirst();
    table.row(
        machine,
        model,
        "Java on top of the bare native call, 16 tokens, %",
        "< " + Math.round(OVERHEAD_TARGET),
        measured.map(percent -> format("%.2f", percent)).orElse(NOT_RUN),
        verdict(measured.map(percent -> percent < OVERHEAD_TARGET)));
  }

  private static String verdict(Optional<Boolean> met) {
    return met.map(yes -> yes ? "met" : "missed").orElse("");
  }

  // ---- one machine, one model

  private static String machine(Map<String, Map<String, ResultFile>> models) {
    ResultFile any = models.values().iterator().next().values().iterator().next();
    return format(
        "%s (family/model %s; %s), %s processors, %s, %s, %s; %s on %s.%n",
        any.machine("cpu"),
        any.machine("cpuFamilyAndModel"),
        any.machine("flags"),
        any.machine("processors"),
        any.machine("memory"),
        any.machine("kernel"),
        any.machine("java"),
        any.model("engine"),
        any.model("device"));
  }

  private static String model(String name, Map<String, ResultFile> plans) {
    ResultFile any = plans.values().iterator().next();
    StringBuilder part = new StringBuilder("\n#### ").append(name).append("\n\n");
    part.append(
        format(
            "%s, %s, %.0f million parameters, %.0f MB of weights; the prompt has %s tokens around"
                + " the text.%n",
            any.model("architecture"),
            any.model("type"),
            Double.parseDouble(any.model("parameters")) / 1e6,
            Double.parseDouble(any.model("weightBytes")) / 1e6,
            any.model("promptTokens")));
    part.append(section("One text", plans, Plan.LATENCY, Report::latency));
    part.append(section("Batches", plans, Plan.BATCH, Report::batches));
    part.append(section("Gain of batches, in pairs", plans, Plan.BATCH, Report::pairs));
    part.append(section("Callers", plans, Plan.CALLERS, Report::callers));
    part.append(section("Overhead", plans, Plan.OVERHEAD, Report::overhead));
    return part.toString();
  }

  private interface Section {
    Table of(ResultFile file);
  }

  private static String section(
      String title, Map<String, ResultFile> plans, Plan plan, Section section) {
    return "\n**"
        + title
        + "**"
        + file(plans, plan)
            .map(
                f ->
                    format(
                        " (%s, commit %s, `%s`)%n%n%s",
                        f.run("date"), f.run("commit"), f.run("command"), section.of(f)))
            .orElse(": " + NOT_RUN + ".\n");
  }

  private static Table latency(ResultFile file) {
    Table table =
        new Table(
            "Tokens",
            "Threads",
            "Flash attention",
            "p50 ms",
            "p95 ms",
            "p99 ms",
            "Samples",
            "RSS MiB",
            "Peak MiB",
            "Others' cores");
    for (Result r : file.results("classify")) {
      List<String> row = new ArrayList<>();
      row.add(r.parameter("tokens"));
      row.add(r.parameter("threads"));
      row.add(r.parameter("flashAttention"));
      addTimes(row, r);
      addProcess(row, r);
      table.row(row);
    }
    return table;
  }

  private static Table batches(ResultFile file) {
    Table table =
        new Table(
            "Texts",
            "p50 ms",
            "p95 ms",
            "p99 ms",
            "Samples",
            "Mean ms per text",
            "RSS MiB",
            "Peak MiB",
            "Others' cores");
    for (Result r : file.results("classifyAll")) {
      List<String> row = new ArrayList<>();
      row.add(r.parameter("batch"));
      addTimes(row, r);
      row.add(milliseconds(r.mean() / Integer.parseInt(r.parameter("batch"))));
      addProcess(row, r);
      table.row(row);
    }
    return table;
  }

  private static Table pairs(ResultFile file) {
    Table table =
        new Table(
            "Texts in a batch",
            "32 one by one, ms",
            "32 in batches, ms",
            "Gain, median",
            "Gain, quartiles",
            "Pairs",
            "Others' cores");
    for (Result r : file.results("pair")) {
      List<Double> gains = gains(r).stream().sorted().toList();
      table.row(
          r.parameter("batch"),
          format("%.0f", Medians.median(r.iterations(BatchBenchmark.ONE_BY_ONE))),
          format("%.0f", Medians.median(r.iterations(BatchBenchmark.BATCHED))),
          format("%.2f", Medians.median(gains)),
          format("%.2f – %.2f", gains.get(gains.size() / 4), gains.get(gains.size() * 3 / 4)),
          String.valueOf(gains.size()),
          others(r));
    }
    return table;
  }

  private static Table callers(ResultFile file) {
    Table table =
        new Table(
            "Contexts",
            "Callers",
            "Texts per second",
            "p50 ms",
            "p95 ms",
            "p99 ms",
            "Samples",
            "RSS MiB",
            "Peak MiB",
            "Others' cores");
    for (Result r : file.results("classify")) {
      List<String> row = new ArrayList<>();
      row.add(r.parameter("contexts"));
      row.add(String.valueOf(r.threads()));
      row.add(format("%.1f", 1000 * r.threads() / r.mean()));
      addTimes(row, r);
      addProcess(row, r);
      table.row(row);
    }
    return table;
  }

  private static Table overhead(ResultFile file) {
    Table table =
        new Table(
            "Call",
            "Tokens",
            "p50 ms",
            "Inside C++, ms",
            "Outside, µs",
            "Overhead, %",
            "Samples",
            "Others' cores");
    Stream.of("engine", "classify")
        .flatMap(method -> file.results(method).stream())
        .forEach(
            r ->
                table.row(
                    r.method().equals("engine") ? "`ScoringEngine.score`" : "`classify`",
                    r.parameter("tokens"),
                    milliseconds(r.percentile("50.0")),
                    milliseconds(Medians.median(r.iterations(OverheadBenchmark.INSIDE))),
                    format("%.0f", Medians.median(r.iterations(OverheadBenchmark.OUTSIDE))),
                    format("%.2f", Medians.median(r.iterations(OverheadBenchmark.OVERHEAD))),
                    String.valueOf(r.samples()),
                    others(r)));
    return table;
  }

  // ---- what is missing

  private String notRun() {
    List<ResultFile> all =
        files.values().stream()
            .flatMap(models -> models.values().stream())
            .flatMap(plans -> plans.values().stream())
            .toList();
    List<String> missing = new ArrayList<>();
    if (all.stream().noneMatch(f -> f.machine("flags").contains("avx512f"))) {
      missing.add("- A machine with AVX-512 (target: a prompt of 16 tokens under 25 ms): not run.");
    }
    if (all.stream()
        .noneMatch(
            f ->
                f.machine("flags").startsWith("avx2 ")
                    && !f.machine("flags").contains("avx512f"))) {
      missing.add(
          "- A machine with AVX2 only (target: a prompt of 16 tokens under 50 ms): not run.");
    }
    if (all.stream().allMatch(f -> f.model("device").startsWith("CPU"))) {
      missing.add("- A GPU: not run.");
    }
    return missing.stream().collect(Collectors.joining("\n", "", "\n"));
  }

  // ---- cells

  private static void addTimes(List<String> row, Result r) {
    row.add(milliseconds(r.percentile("50.0")));
    row.add(milliseconds(r.percentile("95.0")));
    row.add(r.samples() < SAMPLES_FOR_P99 ? "–" : milliseconds(r.percentile("99.0")));
    row.add(String.valueOf(r.samples()));
  }

  private static void addProcess(List<String> row, Result r) {
    row.add(r.has("rss.MiB") ? format("%.0f", r.secondary("rss.MiB")) : "–");
    row.add(r.has("rssPeak.MiB") ? format("%.0f", r.secondary("rssPeak.MiB")) : "–");
    row.add(others(r));
  }

  private static String others(Result r) {
    return r.has("others.cores")
        ? format("%.2f", Medians.median(r.iterations("others.cores")))
        : "–";
  }

  private static List<Double> gains(Result pair) {
    List<Double> oneByOne = pair.iterations(BatchBenchmark.ONE_BY_ONE);
    List<Double> batched = pair.iterations(BatchBenchmark.BATCHED);
    List<Double> gains = new ArrayList<>();
    for (int i = 0; i < oneByOne.size(); i++) {
      gains.add(oneByOne.get(i) / batched.get(i));
    }
    return gains;
  }

  private static String milliseconds(double ms) {
    return format(ms < 10 ? "%.2f" : ms < 100 ? "%.1f" : "%.0f", ms);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern.replace("%n", "\n"), values);
  }

  private static Optional<Result> find(
      ResultFile latency, String tokens, String flashAttention, String threads) {
    return latency.results("classify").stream()
        .filter(r -> r.parameter("tokens").equals(tokens))
        .filter(r -> r.parameter("flashAttention").equals(flashAttention))
        .filter(r -> r.parameter("threads").equals(threads))
        .findFirst();
  }

  private static Optional<ResultFile> file(Map<String, ResultFile> plans, Plan plan) {
    return Optional.ofNullable(plans.get(plan.id()));
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }

  /** A Markdown table. */
  private static final class Table {
    private final StringBuilder text = new StringBuilder();

    Table(String... titles) {
      row(titles);
      row(Stream.of(titles).map(title -> "---").toList());
    }

    void row(String... cells) {
      row(List.of(cells));
    }

    void row(List<String> cells) {
      text.append(cells.stream().collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
