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
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of the performance page, from the result files of all machines. */
final class Report {
  static final String NOT_RUN = "not run";

  private static final List<Section> SECTIONS =
      List.of(
          new Section("One text", Plan.LATENCY, Report::latency),
          new Section("Flash attention, in pairs", Plan.FLASH, Report::flash),
          new Section("Batches", Plan.BATCH, Report::batches),
          new Section("Gain of batches, in pairs", Plan.BATCH, Report::pairs),
          new Section("Callers", Plan.CALLERS, Report::callers),
          new Section("Overhead", Plan.OVERHEAD, Report::overhead),
          new Section("Peers, in turns", Plan.PEERS, Report::peers),
          new Section("One text, on a device", Plan.GPU, Report::texts),
          new Section("Batches, on a device", Plan.GPU, Report::batches),
          new Section("Against the CPU", Plan.GPU, Report::parity));

  /** What the reference experiment took for a headline. */
  private static final double[] REFERENCE_MILLISECONDS = {183.42, 56.10};

  /** Machine, model, plan. */
  private final Map<String, Map<String, Map<String, ResultFile>>> files;

  private Report(Map<String, Map<String, Map<String, ResultFile>>> files) {
    this.files = files;
  }

  /**
   * Reads a folder.
   *
   * @param folder one folder for each machine in it, with the files that {@link Measurement} wrote;
   *     other files are left alone
   */
  static Report of(Path folder) throws IOException {
    Map<String, Map<String, Map<String, ResultFile>>> files = new TreeMap<>();
    for (Path machine : sorted(folder, Files::isDirectory)) {
      for (Path file : sorted(machine, path -> path.toString().endsWith(".json"))) {
        ResultFile result = ResultFile.read(file);
        files
            .computeIfAbsent(machine.getFileName().toString(), any -> new TreeMap<>())
            .computeIfAbsent(result.model("name"), any -> new TreeMap<>())
            .put(result.run("plan"), result);
      }
    }
    return new Report(files);
  }

  /** The tables of one file. */
  static String tables(ResultFile file) {
    return SECTIONS.stream()
        .filter(section -> section.plan().id().equals(file.run("plan")))
        .map(section -> section.of(file))
        .collect(Collectors.joining());
  }

  /** What was to be reached, on one machine. */
  Table targets(String machine) {
    return Targets.table(Map.of(machine, files.getOrDefault(machine, Map.of())));
  }

  String markdown() {
    StringBuilder page = new StringBuilder();
    page.append('\n').append(Targets.table(files));
    files.forEach(
        (machine, models) -> {
          page.append("\n### ").append(machine).append("\n\n").append(machine(models));
          models.forEach((model, plans) -> page.append(model(model, plans)));
        });
    page.append("\n### Not run\n\n").append(notRun()).append('\n');
    return page.toString();
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
    StringBuilder part = new StringBuilder("\n#### ").append(name).append("\n\n");
    part.append(
        Figures.text(
            "%s, %s, %.0f million parameters, %.0f MB of weights; the prompt has %s tokens around"
                + " the text.\n",
            any.model("architecture"),
            any.model("type"),
            Double.parseDouble(any.model("parameters")) / 1e6,
            Double.parseDouble(any.model("weightBytes")) / 1e6,
            any.model("promptTokens")));
    part.append('\n').append(sources(plans));
    for (Section section : SECTIONS) {
      if (section.plan().isExpectedBeside(plans.keySet())) {
        part.append(
            file(plans, section.plan())
                .map(section::of)
                .orElse("\n**" + section.title() + "**: " + NOT_RUN + ".\n"));
      }
    }
    return part.toString();
  }

  private record Section(String title, Plan plan, Function<ResultFile, Table> table) {

    String of(ResultFile file) {
      return "\n**" + title + "**\n\n" + table.apply(file);
    }
  }

  private static String sources(Map<String, ResultFile> plans) {
    return Stream.of(Plan.values())
        .filter(plan -> plan.isExpectedBeside(plans.keySet()))
        .map(
            plan ->
                Figures.text(
                    "- %s: %s\n",
                    plan.id(),
                    file(plans, plan)
                        .map(
                            f ->
                                Figures.text(
                                    "%s, commit %s, `%s`",
                                    f.run("date"), f.run("commit"), f.run("command")))
                        .orElse(NOT_RUN)))
        .collect(Collectors.joining());
  }

  private static Table latency(ResultFile file) {
    Table table =
        new Table(
            "Tokens",
            "Threads",
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
      Figures.addTimes(row, r);
      Figures.addProcess(row, r);
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
      Figures.addTimes(row, r);
      row.add(Figures.milliseconds(r.mean() / Integer.parseInt(r.parameter("batch"))));
      Figures.addProcess(row, r);
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
      table.row(pair(r, r.parameter("batch"), BatchBenchmark.ONE_BY_ONE, BatchBenchmark.BATCHED));
    }
    return table;
  }

  private static Table flash(ResultFile file) {
    Table table =
        new Table(
            "Tokens",
            "Off, ms",
            "On, ms",
            "Gain, median",
            "Gain, quartiles",
            "Pairs",
            "Others' cores");
    for (Result r : file.results("pair")) {
      table.row(
          pair(r, r.parameter("tokens"), FlashAttentionBenchmark.OFF, FlashAttentionBenchmark.ON));
    }
    return table;
  }

  private static List<String> pair(Result r, String title, String before, String after) {
    List<Double> gains = Figures.gains(r, before, after).stream().sorted().toList();
    return List.of(
        title,
        Figures.milliseconds(Medians.median(r.iterations(before))),
        Figures.milliseconds(Medians.median(r.iterations(after))),
        Figures.text("%.2f", Medians.median(gains)),
        Figures.quartiles(gains),
        String.valueOf(gains.size()),
        Figures.others(r));
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
      row.add(Figures.text("%.1f", 1000 * r.threads() / r.mean()));
      Figures.addTimes(row, r);
      Figures.addProcess(row, r);
      table.row(row);
    }
    return table;
  }

  private static Table peers(ResultFile file) {
    Table table =
        new Table(
            "Program",
            "Median ms",
            "Ours / its, median",
            "Ours / its, quartiles",
            "Says the same, %",
            "Texts",
            "Others' cores");
    for (Result r : file.results("turn")) {
      for (Peer peer : Peer.values()) {
        table.row(r.has(peer.milliseconds()) ? peer(r, peer) : peerNotRun(peer));
      }
    }
    return table;
  }

  private static List<String> peer(Result r, Peer peer) {
    List<Double> ratios = Figures.ratios(r, peer).stream().sorted().toList();
    return List.of(
        peer.title(),
        Figures.milliseconds(Medians.median(r.iterations(peer.milliseconds()))),
        Figures.text("%.2f", Medians.median(ratios)),
        Figures.quartiles(ratios),
        r.has(peer.agreement()) ? Figures.text("%.0f", 100 * r.secondary(peer.agreement())) : "–",
        String.valueOf(ratios.size()),
        Figures.others(r));
  }

  private static List<String> peerNotRun(Peer peer) {
    return List.of(peer.title(), NOT_RUN + ": `" + Peer.PREPARE + "`", "–", "–", "–", "–", "–");
  }

  private static Table texts(ResultFile file) {
    Table table =
        new Table(
            "Tokens",
            "Flash attention",
            "p50 ms",
            "p95 ms",
            "p99 ms",
            "Samples",
            "183.42 ms / p50",
            "56.10 ms / p50",
            "Others' cores");
    for (Result r : file.results("classify")) {
      List<String> row = new ArrayList<>();
      row.add(r.parameter("tokens"));
      row.add(r.parameter("flash").toLowerCase(Locale.ROOT));
      Figures.addTimes(row, r);
      for (double reference : REFERENCE_MILLISECONDS) {
        row.add(Figures.text("%.1f", reference / r.percentile("50.0")));
      }
      row.add(Figures.others(r));
      table.row(row);
    }
    return table;
  }

  private static Table parity(ResultFile file) {
    Table table = new Table("Device", "Texts", "Same label", "Largest difference of a probability");
    for (Result r : file.results("compare")) {
      table.row(
          file.model("device"),
          String.valueOf(Headlines.all().size()),
          Figures.text("%.0f", r.secondary(ParityBenchmark.SAME)),
          Figures.text("%.4f", r.secondary(ParityBenchmark.DIFFERENCE)));
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
                    Figures.milliseconds(r.percentile("50.0")),
                    Figures.milliseconds(Medians.median(r.iterations(OverheadBenchmark.INSIDE))),
                    Figures.text("%.0f", Medians.median(r.iterations(OverheadBenchmark.OUTSIDE))),
                    Figures.text("%.2f", Figures.overheadPercent(r)),
                    String.valueOf(r.samples()),
                    Figures.others(r)));
    return table;
  }

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
      missing.add(
          "- A GPU (targets: 64 tokens in under 2 ms p50 and 4 ms p99, at least 5000 headlines a"
              + " second): not run.");
    }
    return missing.stream().collect(Collectors.joining("\n", "", "\n"));
  }

  static Optional<ResultFile> file(Map<String, ResultFile> plans, Plan plan) {
    return Optional.ofNullable(plans.get(plan.id()));
  }

  private static List<Path> sorted(Path folder, Predicate<Path> filter) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(filter).sorted().toList();
    }
  }
}
