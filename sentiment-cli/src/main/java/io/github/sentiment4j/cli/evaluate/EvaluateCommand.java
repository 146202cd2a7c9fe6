package io.github.sentiment4j.cli.evaluate;

import io.github.sentiment4j.cli.command.ClassifierOptions;
import io.github.sentiment4j.cli.command.CommandFiles;
import io.github.sentiment4j.cli.command.CostMatrixConverter;
import io.github.sentiment4j.cli.command.Docs;
import io.github.sentiment4j.cli.command.ExitCode;
import io.github.sentiment4j.cli.command.Streams;
import io.github.sentiment4j.cli.command.StreamsCommand;
import io.github.sentiment4j.cli.command.Version;
import io.github.sentiment4j.cli.input.DataOptions;
import io.github.sentiment4j.cli.output.ReportOption;
import io.github.sentiment4j.cli.output.ResultsFile;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.evaluation.Bootstrap;
import io.github.sentiment4j.evaluation.CostMatrix;
import io.github.sentiment4j.evaluation.Evaluation;
import io.github.sentiment4j.evaluation.LabelledTexts;
import io.github.sentiment4j.evaluation.ScoredTexts;
import io.github.sentiment4j.evaluation.report.EvaluationCharts;
import io.github.sentiment4j.evaluation.report.HtmlReport;
import io.github.sentiment4j.evaluation.report.JsonReport;
import io.github.sentiment4j.evaluation.report.TextReport;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code sentiment evaluate}: measures how good a model is. */
@Command(
    name = "evaluate",
    header = "Measures how good a model is on labelled texts.",
    description = {
      "",
      "Shows precision, recall and F1 of each class, the confusion matrix, calibration (ECE,"
          + " reliability, Brier, log loss), risk and coverage of abstaining, and latency, with"
          + " bootstrap intervals, and what the errors cost. For a calibrated model it also shows the figures without"
          + " calibration. Texts are classified one at a time unless --batch or --contexts is set."
          + " This page explains every figure:",
      Docs.ADDRESS + "evaluation.md"
    },
    customSynopsis = "sentiment evaluate [OPTION]... --data FILE",
    exitCodeList = {
      ExitCode.OK_HELP,
      "1:some texts could not be classified; the figures are those of the others",
      ExitCode.USAGE_HELP,
      ExitCode.ENGINE_HELP,
      "4:the data cannot be used, or writing the output failed",
      ExitCode.INTERRUPTED_HELP
    },
    footer = {
      "  sentiment evaluate --model M.gguf --data test.csv --html report.html",
      "  sentiment evaluate --model M.gguf --data SEntFiN.csv",
      "  sentiment evaluate --model M.gguf --data sent_valid.csv \\",
      "      --labels-map 0=negative,1=positive,2=neutral",
      "  sentiment evaluate --model M.gguf --against smaller.gguf --data test.jsonl --json"
    })
public final class EvaluateCommand extends StreamsCommand {
  @Mixin private DataOptions data;

  @Option(
      names = "--against",
      paramLabel = "FILE",
      description =
          "Another model to compare with, on the same texts and with the same options: figures"
              + " side by side, differences with paired intervals, McNemar's test. Repeat it for"
              + " several models.")
  private List<Path> against = List.of();

  @Mixin private ReportOption report;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Also writes one HTML page with pictures; an existing file is replaced.")
  private @Nullable Path html;

  @Option(
      names = "--costs",
      converter = CostMatrixConverter.class,
      paramLabel = "ROWS",
      description =
          "What errors cost: a row for each true label, a column for each predicted label, in the"
              + " order positive, neutral, negative. Default: 0,1,2/1,0,1/2,1,0.")
  private CostMatrix costs = CostMatrix.DISTANCE;

  @Option(
      names = "--resamples",
      paramLabel = "N",
      description = "The number of bootstrap resamples for the 95 %% intervals. Default: 1000.")
  private int resamples = Bootstrap.DEFAULT.resamples();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The seed of the bootstrap. Default: 1.")
  private long seed = Bootstrap.DEFAULT.seed();

  @Mixin private ClassifierOptions options;

  /**
   * Creates the command.
   *
   * @param streams the streams of the process
   */
  public EvaluateCommand(Streams streams) {
    super(streams);
  }

  @Override
  public Integer call() throws IOException {
    Bootstrap bootstrap = bootstrap();
    files().check();
    // A long run must not end with a page that cannot be drawn or written.
    try (ResultsFile page = html == null ? null : ResultsFile.open(html)) {
      if (page != null) {
        EvaluationCharts.requirePossible();
      }
      return evaluate(bootstrap, page);
    }
  }

  private CommandFiles files() {
    CommandFiles files =
        new CommandFiles(spec)
            .readsModel("the model", options.modelFile(streams.environment()))
            .reads("--data", data.file());
    against.forEach(file -> files.readsModel("--against", file));
    return files.writes("--html", Optional.ofNullable(html)).writesStandardOutput();
  }

  private int evaluate(Bootstrap bootstrap, @Nullable ResultsFile page) throws IOException {
    LabelledTexts labelled = checked(data::read);
    for (Path file : against) {
      // A long run must not end with a model that cannot be opened.
      builder().model(file).build().close();
    }
    List<ScoredTexts> scorings = new ArrayList<>();
    scorings.add(ScoringRun.of(builder(), labelled.texts(), streams));
    for (Path file : against) {
      scorings.add(ScoringRun.of(builder().model(file), labelled.texts(), streams));
    }
    write(Evaluation.of(labelled, scorings, bootstrap, costs), page);
    return scorings.stream().mapToInt(ScoringRun::exitCode).max().orElseThrow();
  }

  private Bootstrap bootstrap() {
    try {
      return new Bootstrap(resamples, Bootstrap.DEFAULT.level(), seed);
    } catch (IllegalArgumentException e) {
      throw wrong("--resamples must be at least 1, found " + resamples);
    }
  }

  private SentimentClassifier.Builder builder() {
    SentimentClassifier.Builder builder = options.builder(streams.environment());
    return options.hasBatch() ? builder : builder.maxBatch(1);
  }

  private void write(Evaluation evaluation, @Nullable ResultsFile page) throws IOException {
    // The page comes first, because the reader of standard output may have ended.
    if (page != null) {
      try (Writer writer = page.replace()) {
        writer.write(HtmlReport.of(evaluation, "sentiment4j " + Version.current()));
      }
    }
    report.write(
        streams,
        writer -> TextReport.write(evaluation, writer),
        writer -> JsonReport.write(evaluation, writer));
  }
}
