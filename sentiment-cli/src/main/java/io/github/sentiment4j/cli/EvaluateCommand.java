package io.github.sentiment4j.cli;

import io.github.sentiment4j.core.Calibration;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.evaluation.Bootstrap;
import io.github.sentiment4j.core.evaluation.Latency;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code sentiment evaluate}: says how good a model is. */
@Command(
    name = "evaluate",
    header = "Says how good a model is on labelled texts.",
    description = {
      "",
      "Shows precision, recall and F1 per class, the confusion matrix, calibration (ECE, reliability,"
          + " Brier, log loss), what abstaining gives, and latency; figures have bootstrap intervals."
          + " Where the model has a calibration, figures without it stand beside. Texts are asked one"
          + " at a time unless --batch or --contexts is set. docs/evaluation.md explains every figure."
    },
    customSynopsis = "sentiment evaluate [OPTION]... --data FILE",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpWidth = SentimentCommand.HELP_WIDTH,
    exitCodeListHeading = SentimentCommand.EXIT_CODES_HEADING,
    exitCodeList = {
      SentimentCommand.EXIT_OK,
      "1:some texts could not be classified; the figures are those of the others",
      SentimentCommand.EXIT_USAGE,
      SentimentCommand.EXIT_ENGINE,
      "4:the data cannot be used, or writing the output failed",
      SentimentCommand.EXIT_INTERRUPTED
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sentiment evaluate --model M.gguf --data test.csv --html report.html",
      "  sentiment evaluate --model M.gguf --data SEntFiN.csv",
      "  sentiment evaluate --model M.gguf --data sent_valid.csv --labels-map 0=negative,1=positive,2=neutral",
      "  sentiment evaluate --model M.gguf --against smaller.gguf --data test.jsonl --json"
    })
final class EvaluateCommand implements Callable<Integer> {
  @ParentCommand private SentimentCommand root;
  @Spec private CommandSpec spec;

  @Mixin private DataOptions data;

  @Option(
      names = "--against",
      paramLabel = "FILE",
      description =
          "A second model, asked about the same texts with the same options: differences with paired"
              + " intervals, and McNemar's test.")
  private Path against;

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Writes a page with pictures too, in one file, which is replaced.")
  private Path html;

  @Option(
      names = "--resamples",
      paramLabel = "N",
      description = "Bootstrap resamples for the 95 %% intervals. Default: 1000.")
  private int resamples = Bootstrap.DEFAULT.resamples();

  @Option(names = "--seed", paramLabel = "N", description = "Seed of the bootstrap. Default: 1.")
  private long seed = Bootstrap.DEFAULT.seed();

  @Mixin private ClassifierOptions options;

  /** Created by picocli. */
  EvaluateCommand() {}

  /** A model and what it says. */
  private record Scored(ModelSummary model, Scoring scoring, Latency latency) {
    static Scored of(ModelSummary model, Scoring scoring) {
      return new Scored(model, scoring, Latency.of(scoring.times()));
    }
  }

  @Override
  public Integer call() throws IOException {
    Bootstrap bootstrap = bootstrap();
    if (html != null) {
      // A long run must not end in a page that cannot be drawn or written.
      EvaluationPage.requirePossible(html);
    }
    LabelledData labelled = data.read();
    Scored first = score(options.builder(root.streams().environment()), labelled);
    Optional<Scored> second =
        against == null
            ? Optional.empty()
            : Optional.of(
                score(options.builder(root.streams().environment()).model(against), labelled));

    Scoring scoring = first.scoring();
    Calibration calibration = first.model().calibration();
    EvaluationReport report =
        new EvaluationReport(
            labelled,
            scoring,
            first.model(),
            bootstrap,
            Figures.of(calibration, scoring.predictions(calibration), bootstrap),
            calibration.equals(Calibration.NONE)
                ? Optional.empty()
                : Optional.of(
                    Figures.of(Calibration.NONE, scoring.predictions(Calibration.NONE), bootstrap)),
            first.latency(),
            second.map(other -> compare(first, other, bootstrap)));
    write(report);
    return Math.max(scoring.exitCode(), second.map(other -> other.scoring().exitCode()).orElse(0));
  }

  private Bootstrap bootstrap() {
    try {
      return new Bootstrap(resamples, Bootstrap.DEFAULT.level(), seed);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--resamples must be at least 1, found " + resamples);
    }
  }

  private Scored score(SentimentClassifier.Builder builder, LabelledData labelled)
      throws IOException {
    if (!options.hasBatch()) {
      builder.maxBatch(1);
    }
    TextProgress progress = TextProgress.on(root.streams(), data.file());
    try (SentimentClassifier classifier = builder.listener(progress).build()) {
      classifier.warmUp();
      return Scored.of(
          ModelSummary.of(classifier.info()), Scoring.run(classifier, labelled.texts(), progress));
    } finally {
      progress.end();
    }
  }

  private static Comparison compare(Scored first, Scored second, Bootstrap bootstrap) {
    Scoring ofFirst = first.scoring().without(second.scoring());
    Scoring ofSecond = second.scoring().without(first.scoring());
    return Comparison.of(
        second.model(),
        ofFirst.predictions(first.model().calibration()),
        ofSecond.predictions(second.model().calibration()),
        bootstrap,
        second.latency());
  }

  private void write(EvaluationReport report) throws IOException {
    try (Writer writer = root.streams().outWriter()) {
      if (json) {
        EvaluationJson.write(report, writer);
      } else {
        new EvaluationText(report, writer).write();
      }
    }
    if (html != null) {
      Files.writeString(html, EvaluationPage.of(report), StandardCharsets.UTF_8);
    }
  }
}
