package io.github.sentiment4j.cli.evaluate;

import io.github.sentiment4j.cli.command.Alias;
import io.github.sentiment4j.cli.command.ClassifierOptions;
import io.github.sentiment4j.cli.command.CommandFiles;
import io.github.sentiment4j.cli.command.ExitCode;
import io.github.sentiment4j.cli.command.Streams;
import io.github.sentiment4j.cli.command.StreamsCommand;
import io.github.sentiment4j.cli.input.DataOptions;
import io.github.sentiment4j.cli.output.OutputFile;
import io.github.sentiment4j.cli.output.ReportOption;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.evaluation.FittedCalibration;
import io.github.sentiment4j.evaluation.LabelledTexts;
import io.github.sentiment4j.evaluation.ScoredTexts;
import io.github.sentiment4j.evaluation.report.CalibrationReport;
import io.github.sentiment4j.gguf.GgufWriter;
import io.github.sentiment4j.support.FileIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code sentiment calibrate}: fits a model's calibration. */
@Command(
    name = "calibrate",
    header = "Fits a model's calibration on labelled texts and writes it into the file.",
    description = {
      "",
      "Finds the temperature, and with --fit-bias a bias per label, under which the true labels"
          + " are most probable. The fit starts from the uncalibrated scores, whatever calibration"
          + " the file has. The new file appears whole or not at all; its tensors and other keys"
          + " stay as they are. Fit on texts that the model was not trained on, and evaluate on"
          + " others."
    },
    customSynopsis = "sentiment calibrate [OPTION]... --model FILE --data FILE",
    exitCodeList = {
      "0:done; the file is written",
      "1:the file is written, but some texts could not be classified and were not used",
      ExitCode.USAGE_HELP,
      ExitCode.ENGINE_HELP,
      "4:the data cannot be used, or the file could not be written",
      ExitCode.INTERRUPTED_HELP
    },
    footer = {
      "  sentiment calibrate --model M.gguf --data validation.csv",
      "  sentiment calibrate --model M.gguf --data validation.csv --fit-bias --out calibrated.gguf"
    })
public final class CalibrateCommand extends StreamsCommand {
  @Mixin private DataOptions data;

  @Alias("--bias")
  @Option(
      names = "--fit-bias",
      description =
          "Also fits a bias per label (vector scaling), which moves the model to the class"
              + " balance of the data. Needs texts of all three labels.")
  private boolean bias;

  @Alias("--output")
  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The file to write. Default: the model itself is replaced.")
  private @Nullable Path out;

  @Mixin private ReportOption report;

  @Mixin private ClassifierOptions options;

  /**
   * Creates the command.
   *
   * @param streams the streams of the process
   */
  public CalibrateCommand(Streams streams) {
    super(streams);
  }

  @Override
  public Integer call() throws IOException {
    Path model = checkOptions();
    Path target = Optional.ofNullable(out).orElse(model);
    OutputFile.requirePlace(target);
    return files(model, target).run(() -> calibrate(model, target));
  }

  private CommandFiles files(Path model, Path target) throws IOException {
    CommandFiles files = new CommandFiles(spec).reads("--data", data.file());
    if (!FileIdentity.of(target).equals(FileIdentity.of(model))) {
      files.readsModel("the model", model);
    }
    return files.makesModel(out == null ? "the model" : "--out", target).writesStandardOutput();
  }

  private int calibrate(Path model, Path target) throws IOException {
    LabelledTexts labelled = checked(data::read);
    if (bias) {
      labelled.requireLabels(
          Sentiment.COUNT,
          "a bias for each label needs texts of all labels; a temperature alone does not");
    }
    ScoredTexts scoring =
        ScoringRun.of(options.builder(streams.environment()), labelled.texts(), streams);
    FittedCalibration fitted = FittedCalibration.of(scoring, bias);
    GgufWriter.Written written = fitted.write(model, target, out != null);
    CalibrationReport output =
        CalibrationReport.of(labelled, scoring, fitted.calibration(), target, written);
    report.write(streams, output::writeTable, output::writeJson);
    return ScoringRun.exitCode(scoring);
  }

  private Path checkOptions() {
    if (options.overrulesCalibration()) {
      throw wrong(
          "--temperature and --abstain-below are for predict and evaluate; calibrate finds the"
              + " temperature");
    }
    if (options.cutsIntoChunks()) {
      throw wrong(
          "--truncation chunks gives a text several scores, and a fit needs one for each text; take"
              + " end, start, middle or reject");
    }
    return options
        .modelFile(streams.environment())
        .orElseThrow(() -> wrong("Nothing to calibrate: --model names the file"));
  }
}
