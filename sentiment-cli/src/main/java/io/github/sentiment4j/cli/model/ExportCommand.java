package io.github.sentiment4j.cli.model;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.sentiment4j.cli.command.Alias;
import io.github.sentiment4j.cli.command.CommandFiles;
import io.github.sentiment4j.cli.command.ExitCode;
import io.github.sentiment4j.cli.command.ShellCommand;
import io.github.sentiment4j.cli.command.Streams;
import io.github.sentiment4j.cli.command.StreamsCommand;
import io.github.sentiment4j.cli.output.ByteProgress;
import io.github.sentiment4j.cli.output.ReportOption;
import io.github.sentiment4j.evaluation.internal.output.JsonOutput;
import io.github.sentiment4j.evaluation.internal.output.PropertyTable;
import io.github.sentiment4j.gguf.FileType;
import io.github.sentiment4j.model.convert.Export;
import io.github.sentiment4j.model.convert.ExportReport;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code sentiment export}: makes a Hugging Face folder. */
@Command(
    name = "export",
    header = "Makes a Hugging Face folder from a GGUF file, so that it can be fine-tuned.",
    description = {
      "",
      "Writes model.safetensors, config.json, generation_config.json, tokenizer.json and"
          + " tokenizer_config.json. The folder appears whole or not at all. Quantized weights"
          + " become the floats that they stand for."
    },
    exitCodeList = {
      "0:the folder is written",
      ExitCode.USAGE_HELP,
      "3:the file cannot be used, or has something that such a folder cannot express",
      ExitCode.INPUT_OUTPUT_HELP,
      ExitCode.INTERRUPTED_HELP
    },
    footer = {
      "  sentiment export --model M.gguf --out folder",
      "  sentiment export --model M.gguf --out folder --type bf16 --json"
    })
public final class ExportCommand extends StreamsCommand {
  @Alias({"--gguf", "--model-path"})
  @Option(names = "--model", required = true, paramLabel = "FILE", description = "The GGUF model.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path model;

  @Alias({"--output", "--output-dir"})
  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "The folder to make, which must be new or empty.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path out;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description =
          "f32, f16 or bf16. Default: the type that loses nothing, which is f32 for quantized"
              + " files.")
  private @Nullable FileType type;

  @Option(
      names = "--tie-output",
      description =
          "Ties the output head to the embedding, as in Qwen2.5-0.5B, where a file has both.")
  private boolean tieOutput;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "The number of threads that convert. Default: all processors.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Mixin private ReportOption report;

  /**
   * Creates the command.
   *
   * @param streams the streams of the process
   */
  public ExportCommand(Streams streams) {
    super(streams);
  }

  @Override
  public Integer call() throws IOException {
    ExportReport made = files().run(this::export);
    report.write(streams, writer -> writeTable(made, writer), writer -> writeJson(made, writer));
    return ExitCode.OK;
  }

  private ExportReport export() throws IOException {
    Export export =
        checked(() -> Export.open(model, out, Optional.ofNullable(type), tieOutput, threads));
    try (ByteProgress progress = ByteProgress.on(streams)) {
      return export.run(progress);
    }
  }

  private CommandFiles files() {
    return new CommandFiles(spec)
        .readsModel("the model", model)
        .makesFolder(out)
        .writesStandardOutput();
  }

  private static void writeTable(ExportReport report, Writer writer) throws IOException {
    PropertyTable table = new PropertyTable(writer);
    table.row("folder", report.folder().toString());
    table.row("weights", "%,d, %,d parameters", report.weights(), report.parameters());
    table.row(
        "size",
        "%s as %s, before: %s",
        PropertyTable.bytes(report.bytesAfter()),
        report.type(),
        PropertyTable.bytes(report.bytesBefore()));
    table.row("time", "%.1f s", report.time().toNanos() / 1e9);
    table.row(
        "next",
        ShellCommand.of("convert", "--base", report.folder(), "--type", "q8_0", "--out", "M.gguf"));
  }

  private static void writeJson(ExportReport report, Writer writer) throws IOException {
    JsonOutput.writeObject(writer, json -> writeFields(report, json));
  }

  private static void writeFields(ExportReport report, JsonGenerator json) throws IOException {
    json.writeStringField("folder", report.folder().toString());
    json.writeNumberField("weights", report.weights());
    json.writeNumberField("parameters", report.parameters());
    json.writeStringField("type", report.type().toString());
    json.writeNumberField("bytes_before", report.bytesBefore());
    json.writeNumberField("bytes_after", report.bytesAfter());
    JsonOutput.writeNumber(json, "seconds", report.time().toNanos() / 1e9, 3);
  }
}
