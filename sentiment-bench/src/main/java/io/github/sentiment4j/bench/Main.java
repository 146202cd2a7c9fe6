package io.github.sentiment4j.bench;

import io.github.sentiment4j.bench.input.Models;
import io.github.sentiment4j.bench.jmh.PeersBenchmark;
import io.github.sentiment4j.bench.peers.Peer;
import io.github.sentiment4j.bench.report.Page;
import io.github.sentiment4j.bench.report.Report;
import io.github.sentiment4j.bench.report.ResultFile;
import io.github.sentiment4j.core.ClassifierInfo;
import io.github.sentiment4j.core.Device;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code sentiment-bench/run}. */
@Command(
    name = "sentiment-bench/run",
    subcommands = RandomModels.class,
    sortOptions = false,
    description =
        "Measures models with JMH and writes the results to DIR/NAME/MODEL-PLAN.json, then the"
            + " tables of a page from all results in DIR. A model that does not exist is skipped.")
public final class Main implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "GGUF file to measure; repeat for several. Without one, only the page is made.")
  private List<Path> models = List.of();

  // Not `required`, which would also apply to the subcommand.
  @Option(names = "--out", paramLabel = "DIR", description = "Folder of results (required).")
  private @Nullable Path out;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Folder in DIR for this machine's results (default: ${DEFAULT-VALUE}).")
  private String name = Machine.shortName();

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "PLAN",
      description = "Plans to run, of ${COMPLETION-CANDIDATES} (default: all but GPU).")
  private EnumSet<Plan> only = EnumSet.complementOf(EnumSet.of(Plan.GPU));

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description =
          "Device that runs the model: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Device device = Device.AUTO;

  @Option(
      names = "--page",
      paramLabel = "FILE",
      description = "Page whose tables are replaced, such as tables.md.")
  private Optional<Path> page = Optional.empty();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "CPU threads of the classifier (default: one for each usable core).")
  private Optional<Integer> threads = Optional.empty();

  @Option(
      names = "--forks",
      paramLabel = "N",
      description = "JVMs for each configuration, one after the other (default: ${DEFAULT-VALUE}).")
  private int forks = 1;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description = "Measured iterations in each JVM (default: ${DEFAULT-VALUE}).")
  private int iterations = 5;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "Length of an iteration (default: ${DEFAULT-VALUE}).")
  private double seconds = 8;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      description =
          "Pairs of comparisons in pairs, and rounds of "
              + PeersBenchmark.ROUND
              + " headlines with peers (default: ${DEFAULT-VALUE}).")
  private int pairs = 20;

  @Option(
      names = "--peers",
      paramLabel = "DIR",
      description = "Folder that " + Peer.PREPARE + " has filled (default: ${DEFAULT-VALUE}).")
  private Path peers = Path.of(System.getProperty("user.home"), ".cache/sentiment4j/build/peers");

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean help;

  private Main() {}

  /** Runs the command and ends the JVM with its exit code: 0 done, 1 failed, 2 wrong usage. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments);
  }

  @Override
  public Integer call() throws IOException, RunnerException {
    if (out == null) {
      throw new ParameterException(spec.commandLine(), "Missing required option: '--out=DIR'");
    }
    for (Path model : models) {
      measure(model.toAbsolutePath(), out.resolve(name));
    }
    if (page.isPresent()) {
      Page.replaceTables(page.get(), Report.of(out).markdown());
      say("wrote the tables of " + page.get());
    }
    return 0;
  }

  /** Runs all plans on a model, or skips it with a message. */
  private void measure(Path model, Path folder) throws IOException, RunnerException {
    if (!Files.isRegularFile(model)) {
      say("skipped " + model + ": there is no such file");
      return;
    }
    ClassifierInfo info;
    try (SentimentClassifier classifier = Models.builder(model.toString(), device).build()) {
      info = classifier.info();
    } catch (SentimentException e) {
      say("skipped " + model + ": " + e.getMessage());
      return;
    }
    Effort effort =
        new Effort(
            device,
            threads.orElse(info.settings().threads()),
            forks,
            iterations,
            Math.round(seconds * 1000),
            pairs,
            peers.toAbsolutePath());
    Measurement measurement = new Measurement(info, effort, command());
    Files.createDirectories(folder);
    for (Plan plan : only) {
      Path file = folder.resolve(Measurement.modelName(info) + "-" + plan.id() + ".json");
      measurement.run(plan, file);
      say("wrote " + file);
      spec.commandLine().getOut().println(Report.tables(ResultFile.read(file)));
    }
  }

  /** Returns the command line without the folders of this machine. */
  private String command() {
    return spec.commandLine().getParseResult().originalArgs().stream()
        .map(argument -> argument.replaceFirst("(^|=)/.*/", "$1"))
        .collect(Collectors.joining(" ", "sentiment-bench/run ", ""));
  }

  private void say(String message) {
    spec.commandLine().getErr().println("sentiment-bench: " + message);
  }
}
