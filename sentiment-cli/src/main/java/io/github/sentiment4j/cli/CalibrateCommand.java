package io.github.sentiment4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.sentiment4j.core.Calibration;
import io.github.sentiment4j.core.ModelProfile;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.evaluation.CalibrationFit;
import io.github.sentiment4j.core.evaluation.Metric;
import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.GgufWriter;
import io.github.sentiment4j.gguf.SentimentMetadata;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code sentiment calibrate}: makes a model's probabilities mean what they say. */
@Command(
    name = "calibrate",
    header = "Fits a model's calibration on labelled texts and writes it into the file.",
    description = {
      "",
      "Finds the temperature, and with --bias a bias per label, under which the labels are most"
          + " probable. The fit starts from the uncalibrated scores, whatever the file held before."
          + " The file appears whole or not at all; its tensors and other keys stay as they are. Use"
          + " texts that the model was not trained on, and others again to evaluate."
    },
    customSynopsis = "sentiment calibrate [OPTION]... --model FILE --data FILE",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpWidth = SentimentCommand.HELP_WIDTH,
    exitCodeListHeading = SentimentCommand.EXIT_CODES_HEADING,
    exitCodeList = {
      "0:done; the file is written",
      "1:the file is written, but some texts could not be classified and were not used",
      SentimentCommand.EXIT_USAGE,
      SentimentCommand.EXIT_ENGINE,
      "4:the data cannot be used, or the file could not be written",
      SentimentCommand.EXIT_INTERRUPTED
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sentiment calibrate --model M.gguf --data validation.csv",
      "  sentiment calibrate --model M.gguf --data validation.csv --bias --out calibrated.gguf"
    })
final class CalibrateCommand implements Callable<Integer> {
  private static final List<Metric> SHOWN =
      List.of(Metric.LOG_LOSS, Metric.ECE, Metric.BRIER, Metric.MACRO_F1, Metric.ACCURACY);

  @ParentCommand private SentimentCommand root;
  @Spec private CommandSpec spec;

  @Mixin private DataOptions data;

  @Option(
      names = "--bias",
      description =
          "Fits a bias per label too (vector scaling): moves the model to the class balance of the"
              + " data. Needs texts of all three labels.")
  private boolean bias;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The file to be made. Default: the model itself is replaced.")
  private Path out;

  @Option(names = "--json", description = "Reports as one JSON object.")
  private boolean json;

  @Mixin private ClassifierOptions options;

  /** Created by picocli. */
  CalibrateCommand() {}

  @Override
  public Integer call() throws IOException {
    Path model = checkOptions();
    Path target = Optional.ofNullable(out).orElse(model);
    Path folder = target.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      throw new NotDirectoryException(folder.toString());
    }
    LabelledData labelled = data.read();
    Scoring scoring;
    ModelProfile profile;
    TextProgress progress = TextProgress.on(root.streams(), data.file());
    try (SentimentClassifier classifier = options.open(root.streams().environment(), progress)) {
      profile = classifier.info().profile();
      scoring = Scoring.run(classifier, labelled.texts(), progress);
    } finally {
      progress.end();
    }
    Calibration fitted = fit(scoring);
    GgufWriter.Written written = write(model, target, profile, fitted);
    report(labelled, scoring, profile.calibration(), fitted, target, written);
    return scoring.exitCode();
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
        .modelFile(root.streams().environment())
        .orElseThrow(() -> wrong("Nothing to calibrate: --model names the file"));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** The best calibration, in the precision of the file. */
  private Calibration fit(Scoring scoring) {
    List<float[]> scores =
        scoring.scored().stream().map(score -> score.segments().get(0).logProbabilities()).toList();
    List<Sentiment> truth = scoring.truth();
    Calibration best =
        bias
            ? CalibrationFit.temperatureAndBias(scores, truth)
            : CalibrationFit.temperature(scores, truth);
    return new Calibration(
        (float) best.temperature(),
        (float) best.positiveBias(),
        (float) best.neutralBias(),
        (float) best.negativeBias());
  }

  private GgufWriter.Written write(
      Path model, Path target, ModelProfile profile, Calibration fitted) throws IOException {
    GgufFile file = GgufFile.read(model);
    Optional<SentimentMetadata> before = SentimentMetadata.read(file);
    GgufWriter writer = GgufWriter.copyOf(file);
    new SentimentMetadata(
            profile.prompt().template(),
            profile.labelWords().asList(),
            (float) fitted.temperature(),
            bias
                ? List.of(
                    (float) fitted.positiveBias(),
                    (float) fitted.neutralBias(),
                    (float) fitted.negativeBias())
                : List.of(),
            before.flatMap(SentimentMetadata::abstainBelow),
            before.flatMap(SentimentMetadata::training),
            before.flatMap(SentimentMetadata::license))
        .writeTo(writer);
    return out == null ? writer.write(target) : writer.writeWithManifest(target);
  }

  private void report(
      LabelledData labelled,
      Scoring scoring,
      Calibration before,
      Calibration fitted,
      Path target,
      GgufWriter.Written written)
      throws IOException {
    Map<String, Calibration> calibrations = new LinkedHashMap<>();
    calibrations.put("none", Calibration.NONE);
    if (!before.equals(Calibration.NONE)) {
      calibrations.put("before", before);
    }
    calibrations.put("fitted", fitted);
    Map<String, Map<Metric, Double>> values = new LinkedHashMap<>();
    calibrations.forEach(
        (name, calibration) -> values.put(name, Figures.values(scoring.predictions(calibration))));
    try (Writer writer = root.streams().outWriter()) {
      if (json) {
        writeJson(writer, labelled, scoring, calibrations, values, target, written);
      } else {
        writeTable(writer, labelled, scoring, calibrations, values, target, written);
      }
    }
  }

  private static void writeTable(
      Writer writer,
      LabelledData labelled,
      Scoring scoring,
      Map<String, Calibration> calibrations,
      Map<String, Map<Metric, Double>> values,
      Path target,
      GgufWriter.Written written)
      throws IOException {
    Table table = new Table(writer);
    table.row("data", labelled.file() + ": " + labelled.describe());
    if (labelled.ambiguous() > 0) {
      table.row("left out", "%,d rows whose entities have different labels", labelled.ambiguous());
    }
    Optional<String> failures = scoring.describeFailures();
    if (failures.isPresent()) {
      table.row("failed", failures.get());
    }
    for (Map.Entry<String, Calibration> calibration : calibrations.entrySet()) {
      table.row(calibration.getKey(), ModelSummary.describe(calibration.getValue()));
    }
    table.row("file", target.toString());
    table.row("size", Table.bytes(written.bytes()));
    table.row("sha256", written.sha256());
    writer.write("\nunder each calibration, on the texts that it was fitted on\n");
    StringBuilder header = new StringBuilder(String.format("%12s", ""));
    values.keySet().forEach(name -> header.append(String.format("  %8s", name)));
    writer.write(header + "\n");
    for (Metric metric : SHOWN) {
      StringBuilder line = new StringBuilder(String.format("%12s", EvaluationText.name(metric)));
      values
          .values()
          .forEach(of -> line.append(String.format(Locale.ROOT, "  %8.4f", of.get(metric))));
      writer.write(line + "\n");
    }
  }

  private static void writeJson(
      Writer writer,
      LabelledData labelled,
      Scoring scoring,
      Map<String, Calibration> calibrations,
      Map<String, Map<Metric, Double>> values,
      Path target,
      GgufWriter.Written written)
      throws IOException {
    JsonGenerator generator = Json.lines(writer);
    generator.writeStartObject();
    generator.writeStringField("data", labelled.file());
    generator.writeNumberField("texts", labelled.texts().size());
    generator.writeNumberField("left_out", labelled.ambiguous());
    generator.writeNumberField("failed", scoring.failures().size());
    generator.writeStringField("file", target.toString());
    generator.writeNumberField("bytes", written.bytes());
    generator.writeStringField("sha256", written.sha256());
    generator.writeObjectFieldStart("calibrations");
    for (Map.Entry<String, Calibration> calibration : calibrations.entrySet()) {
      generator.writeObjectFieldStart(calibration.getKey());
      EvaluationJson.writeCalibration(generator, "calibration", calibration.getValue());
      for (Metric metric : SHOWN) {
        Json.writeNumber(
            generator,
            EvaluationJson.name(metric),
            values.get(calibration.getKey()).get(metric),
            6);
      }
      generator.writeEndObject();
    }
    generator.writeEndObject();
    generator.writeEndObject();
    generator.writeRaw('\n');
    generator.flush();
  }
}
