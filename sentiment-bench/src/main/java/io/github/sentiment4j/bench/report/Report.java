package io.github.sentiment4j.bench.report;

import io.github.sentiment4j.bench.input.Headlines;
import io.github.sentiment4j.bench.jmh.BatchBenchmark;
import io.github.sentiment4j.bench.jmh.FlashAttentionBenchmark;
import io.github.sentiment4j.bench.jmh.Medians;
import io.github.sentiment4j.bench.jmh.OverheadBenchmark;
import io.github.sentiment4j.bench.jmh.ParityBenchmark;
import io.github.sentiment4j.bench.peers.Peer;
import io.github.sentiment4j.bench.report.ResultFile.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of the performance page, made from the result files of all machines. */
public final class Report {
  private static final List<Section> SECTIONS =
      List.of(
          new Section("One text", "latency", Report::latency),
          new Section("Flash attention, in pairs", "flash", Report::flash),
          new Section("Batches", "batch", Report::batches),
          new Section("Gain of batches, in pairs", "batch", Report::pairs),
          new Section("Callers", "callers", Report::callers),
          new Section("Overhead", "overhead", Report::overhead),
          new Section("Peers, in turns", "peers", Report::peers),
          new Section("One text, on a device", "gpu", Report::texts),
          new Section("Batches, on a device", "gpu", Report::batches),
          new Section("Against the CPU", "gpu", Report::parity));

  /** The times of a headline in the reference experiment. */
  private static final double[] REFERENCE_MILLISECONDS = {183.42, 56.10};

  /** The result files by machine, model and plan. */
  private final Map<String, Map<String, Map<String, ResultFile>>> files = new TreeMap<>();

  private Report() {}

  /**
   * Reads a folder of results.
   *
   * @param folder holds one folder for each machine with its result files; other files are ignored
   */
  public static Report of(Path folder) throws IOException {
    Report report = new Report();
    for (Path machine : sorted(folder, Files::isDirectory)) {
      for (Path file : sorted(machine, path -> path.toString().endsWith(".json"))) {
        ResultFile result = ResultFile.read(file);
        report
            .files
            .computeIfAbsent(machine.getFileName().toString(), any -> new TreeMap<>())
            .computeIfAbsent(result.model("name"), any -> new TreeMap<>())
            .put(result.run("plan"), result);
      }
    }
    return report;
  }

  /** Returns the tables of one file. */
  public static String tables(ResultFile file) {
    return sections(file).collect(Collectors.joining());
  }

  /** Returns all tables under one heading for each machine and each model. */
  public String markdown() {
    StringBuilder page = new StringBuilder();
    files.forEach(
        (machine, models) -> {
          page.append("\n## ").append(machine).append("\n\n").append(machine(models));
          models.forEach((model, plans) -> page.append(model(model, plans)));
        });
    return page.append('\n').toString();
  }

  private static String machine(Map<String, Map<String, ResultFile>> models) {
    ResultFile any = models.values().iterator().next().values().iterator().next();
    return Figures.text(
        "%s (family/model %s; %s), %s processors, %s of memory, %s, %s; %s on %s.\n",
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
    return Figures.text(
            "\n### %s\n\n%s, %s, %.0f million parameters, %.0f MB of weights; the prompt has %s"
                + " tokens around the text.\n\n",
            name,
            any.model("architecture"),
            any.model("type"),
            Double.parseDouble(any.model("parameters")) / 1e6,
            Double.parseDouble(any.model("weightBytes")) / 1e6,
            any.model("promptTokens"))
        + sources(plans)
        + SECTIONS.stream()
            .map(Section::plan)
            .distinct()
            .map(plans::get)
            .filter(Objects::nonNull)
            .map(Report::tables)
            .collect(Collectors.joining());
  }

  private static Stream<String> sections(ResultFile file) {
    return SECTIONS.stream()
        .filter(section -> section.plan().equals(file.run("plan")))
        .map(section -> "\n**" + section.title() + "**\n\n" + section.table().apply(file));
  }

  private record Section(String title, String plan, Function<ResultFile, Table> table) {}

  /** Returns one line for each command, with the plans that it ran. */
  private static String sources(Map<String, ResultFile> plans) {
    Map<String, String> plansOfRuns = new LinkedHashMap<>();
    plans.forEach(
        (plan, file) ->
            plansOfRuns.merge(
                Figures.text(
                    "%s, commit %s, `%s`",
                    file.run("date").replaceFirst("T.*", ""),
                    file.run("commit"),
                    file.run("command")),
                plan,
                (one, other) -> one + ", " + other));
    return plansOfRuns.entrySet().stream()
        .map(run -> "- " + run.getValue() + ": " + run.getKey() + "\n")
        .collect(Collectors.joining());
  }

  private static Table latency(ResultFile file) {
    return new Table(
            "Tokens | Threads | p50 ms | p95 ms | p99 ms | Samples | RSS MiB | Peak MiB | Others'"
                + " cores")
        .rows(
            file.results("classify"),
            r ->
                Figures.row(
                    r.parameter("tokens"),
                    r.parameter("threads"),
                    Figures.times(r),
                    Figures.process(r)));
  }

  private static Table batches(ResultFile file) {
    return new Table(
            "Texts | p50 ms | p95 ms | p99 ms | Samples | Mean ms per text | RSS MiB | Peak MiB |"
                + " Others' cores")
        .rows(
            file.results("classifyAll"),
            r ->
                Figures.row(
                    r.parameter("batch"),
                    Figures.times(r),
                    Figures.milliseconds(r.mean() / Integer.parseInt(r.parameter("batch"))),
                    Figures.process(r)));
  }

  private static Table pairs(ResultFile file) {
    return new Table(
            "Texts in a batch | 32 one by one, ms | 32 in batches, ms | Gain, median | Gain,"
                + " quartiles | Pairs | Others' cores")
        .rows(
            file.results("pair"),
            r -> pair(r, r.parameter("batch"), BatchBenchmark.ONE_BY_ONE, BatchBenchmark.BATCHED));
  }

  private static Table flash(ResultFile file) {
    return new Table(
            "Tokens | Off, ms | On, ms | Gain, median | Gain, quartiles | Pairs | Others' cores")
        .rows(
            file.results("pair"),
            r ->
                pair(
                    r,
                    r.parameter("tokens"),
                    FlashAttentionBenchmark.OFF,
                    FlashAttentionBenchmark.ON));
  }

  private static String pair(Result r, String title, String before, String after) {
    return Figures.row(
        title,
        Figures.milliseconds(Medians.median(r.iterations(before))),
        Figures.milliseconds(Medians.median(r.iterations(after))),
        Figures.ratios(Figures.gains(r, before, after)),
        r.iterations(before).size(),
        Figures.others(r));
  }

  private static Table callers(ResultFile file) {
    return new Table(
            "Contexts | Callers | Texts per second | p50 ms | p95 ms | p99 ms | Samples | RSS MiB |"
                + " Peak MiB | Others' cores")
        .rows(
            file.results("classify"),
            r ->
                Figures.row(
                    r.parameter("contexts"),
                    r.threads(),
                    Figures.text("%.1f", 1000 * r.threads() / r.mean()),
                    Figures.times(r),
                    Figures.process(r)));
  }

  private static Table peers(ResultFile file) {
    Table table =
        new Table(
            "Program | Median ms | Ours / its, median | Ours / its, quartiles | Says the same, % |"
                + " Texts | Others' cores");
    for (Result r : file.results("turn")) {
      table.rows(
          Stream.of(Peer.values()).filter(peer -> r.has(peer.milliseconds())).toList(),
          peer -> peer(r, peer));
    }
    return table;
  }

  private static String peer(Result r, Peer peer) {
    return Figures.row(
        peer.title(),
        Figures.milliseconds(Medians.median(r.iterations(peer.milliseconds()))),
        Figures.ratios(Figures.gains(r, Peer.OURS.milliseconds(), peer.milliseconds())),
        r.has(peer.agreement()) ? Figures.text("%.0f", 100 * r.secondary(peer.agreement())) : "–",
        r.iterations(peer.milliseconds()).size(),
        Figures.others(r));
  }

  private static Table texts(ResultFile file) {
    return new Table(
            "Tokens | Flash attention | p50 ms | p95 ms | p99 ms | Samples | 183.42 ms / p50 |"
                + " 56.10 ms / p50 | Others' cores")
        .rows(
            file.results("classify"),
            r ->
                Figures.row(
                    r.parameter("tokens"),
                    r.parameter("flash").toLowerCase(Locale.ROOT),
                    Figures.times(r),
                    Figures.text("%.1f", REFERENCE_MILLISECONDS[0] / r.percentile("50.0")),
                    Figures.text("%.1f", REFERENCE_MILLISECONDS[1] / r.percentile("50.0")),
                    Figures.others(r)));
  }

  private static Table parity(ResultFile file) {
    return new Table("Device | Texts | Same label | Largest difference of a probability")
        .rows(
            file.results("compare"),
            r ->
                Figures.row(
                    file.model("device"),
                    Headlines.all().size(),
                    Figures.text("%.0f", r.secondary(ParityBenchmark.SAME)),
                    Figures.text("%.4f", r.secondary(ParityBenchmark.DIFFERENCE))));
  }

  private static Table overhead(ResultFile file) {
    return new Table(
            "Call | Tokens | p50 ms | Inside C++, ms | Outside, µs | Overhead, % | Samples |"
                + " Others' cores")
        .rows(file.results("engine"), r -> overhead("bare engine", r))
        .rows(file.results("classify"), r -> overhead("`classify`", r));
  }

  private static String overhead(String call, Result r) {
    return Figures.row(
        call,
        r.parameter("tokens"),
        Figures.milliseconds(r.percentile("50.0")),
        Figures.milliseconds(Medians.median(r.iterations(OverheadBenchmark.INSIDE))),
        Figures.text("%.0f", Medians.median(r.iterations(OverheadBenchmark.OUTSIDE))),
        Figures.text("%.2f", Medians.median(r.iterations(OverheadBenchmark.OVERHEAD))),
        r.samples(),
        Figures.others(r));
  }

  private static List<Path> sorted(Path folder, Predicate<Path> filter) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(filter).sorted().toList();
    }
  }
}
