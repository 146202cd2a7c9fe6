package io.github.sentiment4j.cli;

import io.github.sentiment4j.cli.command.ErrorReporter;
import io.github.sentiment4j.cli.command.ExitCode;
import io.github.sentiment4j.cli.command.OptionNames;
import io.github.sentiment4j.cli.command.Streams;
import io.github.sentiment4j.cli.command.StreamsCommand;
import io.github.sentiment4j.cli.command.Version;
import io.github.sentiment4j.cli.doctor.DoctorCommand;
import io.github.sentiment4j.cli.evaluate.CalibrateCommand;
import io.github.sentiment4j.cli.evaluate.EvaluateCommand;
import io.github.sentiment4j.cli.model.ConvertCommand;
import io.github.sentiment4j.cli.model.ExportCommand;
import io.github.sentiment4j.cli.model.InspectCommand;
import io.github.sentiment4j.cli.predict.PredictCommand;
import io.github.sentiment4j.cli.train.FineTuneCommand;
import io.github.sentiment4j.cli.train.PrepareCommand;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code sentiment}: the parent of all others, with the options that they share. */
@Command(
    name = "sentiment",
    scope = ScopeType.INHERIT,
    header = "Sentiment of financial news, in the JVM.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpWidth = 100,
    commandListHeading = "%nCommands:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      ExitCode.OK_HELP,
      ExitCode.SOME_FAILED_HELP,
      ExitCode.USAGE_HELP,
      ExitCode.ENGINE_HELP,
      ExitCode.INPUT_OUTPUT_HELP,
      ExitCode.INTERRUPTED_HELP
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sentiment predict --model M.gguf --text \"美联储宣布降息50bp, 投资者纷纷买入股票，股市大涨！\"",
      "  sentiment predict --model M.gguf headlines.txt --json",
      "  cat headlines.txt | sentiment predict --model M.gguf -",
      "  sentiment evaluate --model M.gguf --data test.csv --html report.html",
      "  sentiment calibrate --model M.gguf --data validation.csv",
      "  sentiment inspect M.gguf",
      "  sentiment doctor",
      "  sentiment prepare --data SEntFiN.csv --out data",
      "  sentiment finetune --base Qwen2.5-0.5B --data data --out run",
      "  sentiment convert --base Qwen2.5-0.5B --lora lora-out --out M.gguf --type q8_0",
      "  sentiment export --model M.gguf --out folder",
      "",
      "'sentiment COMMAND --help' explains a command. Environment: SENTIMENT4J_MODEL (default model),",
      "SENTIMENT4J_JAVA_OPTS (options for the JVM; quotes keep spaces in a value), JAVA_HOME."
    })
final class SentimentCommand implements Runnable {
  private static final String DEBUG_PROPERTY = "sentiment4j.debug";

  private final Streams streams;

  @Spec private CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Also prints the stack trace of an error.")
  private boolean debug;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Prints everything that the engine logs, not only warnings.")
  void setVerbose(boolean verbose) {
    StderrLoggerFinder.setVerbose(verbose);
  }

  SentimentCommand(Streams streams) {
    this.streams = streams;
  }

  /** Runs a command line and returns the exit code. */
  static int run(Streams streams, String... args) {
    SentimentCommand root = new SentimentCommand(streams);
    CommandLine command =
        commandLine(root, args.length > 0 ? args[0] : "")
            .setOut(new PrintWriter(streams.outWriter()))
            .setErr(streams.err())
            .setParameterExceptionHandler(
                (e, arguments) -> ErrorReporter.wrongUsage(e, streams.err()))
            .setExecutionExceptionHandler(
                (e, failed, result) ->
                    ErrorReporter.stopped(
                        e, streams.err(), root.debug || Boolean.getBoolean(DEBUG_PROPERTY)));
    try {
      return command.execute(OptionNames.canonical(command, args));
    } catch (OutOfMemoryError e) {
      streams
          .err()
          .println(
              "sentiment: Java's memory is full; give it more, such as SENTIMENT4J_JAVA_OPTS=-Xmx4g");
      return ExitCode.ENGINE;
    } finally {
      command.getOut().flush();
    }
  }

  /**
   * Returns the command with the subcommand that is called, or else with all of them: picocli takes
   * time to read the annotations of each.
   */
  static CommandLine commandLine(SentimentCommand root, String called) {
    CommandLine command = new CommandLine(root, root.new Factory());
    Map<String, Class<?>> commands = new LinkedHashMap<>();
    commands.put("predict", PredictCommand.class);
    commands.put("evaluate", EvaluateCommand.class);
    commands.put("calibrate", CalibrateCommand.class);
    commands.put("inspect", InspectCommand.class);
    commands.put("doctor", DoctorCommand.class);
    commands.put("prepare", PrepareCommand.class);
    commands.put("finetune", FineTuneCommand.class);
    commands.put("convert", ConvertCommand.class);
    commands.put("export", ExportCommand.class);
    if (commands.containsKey(called)) {
      commands.keySet().retainAll(Set.of(called));
    }
    commands.forEach(command::addSubcommand);
    return command
        // A text may begin with @ without naming a file of arguments.
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  /** Creates the commands, whose constructors take the streams, and picocli's own classes. */
  private final class Factory implements CommandLine.IFactory {
    @Override
    public <T> T create(Class<T> type) throws Exception {
      return StreamsCommand.class.isAssignableFrom(type)
          ? type.getConstructor(Streams.class).newInstance(streams)
          : CommandLine.defaultFactory().create(type);
    }
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Missing command: predict, evaluate, calibrate, inspect, doctor, prepare, finetune, convert or export");
  }
}
