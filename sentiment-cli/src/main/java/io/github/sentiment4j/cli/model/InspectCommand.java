package io.github.sentiment4j.cli.model;

import io.github.sentiment4j.cli.command.Alias;
import io.github.sentiment4j.cli.command.CommandFiles;
import io.github.sentiment4j.cli.command.ExitCode;
import io.github.sentiment4j.cli.command.Streams;
import io.github.sentiment4j.cli.command.StreamsCommand;
import io.github.sentiment4j.cli.output.ReportOption;
import io.github.sentiment4j.evaluation.internal.output.PropertyTable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code sentiment inspect}: describes a model file without loading it. */
@Command(
    name = "inspect",
    header = "Describes a GGUF model file and says whether it can classify.",
    exitCodeList = {
      "0:the file is a model that can classify",
      ExitCode.USAGE_HELP,
      "3:the file is damaged, differs from its manifest, or is no model that can classify",
      ExitCode.INPUT_OUTPUT_HELP
    },
    footer = {"  sentiment inspect M.gguf", "  sentiment inspect M.gguf --json"})
public final class InspectCommand extends StreamsCommand {
  @ArgGroup(multiplicity = "1")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Model model;

  /** The file, as an option or as a parameter. */
  static final class Model {
    @Alias({"--gguf", "--model-path"})
    @Option(names = "--model", paramLabel = "FILE", description = "The same as FILE.")
    private @Nullable Path option;

    @Parameters(paramLabel = "FILE", description = "A GGUF file.")
    private @Nullable Path parameter;

    /** Called by picocli. */
    Model() {}

    Path file() {
      return option == null ? Objects.requireNonNull(parameter) : option;
    }
  }

  @Mixin private ReportOption form;

  /**
   * Creates the command.
   *
   * @param streams the streams of the process
   */
  public InspectCommand(Streams streams) {
    super(streams);
  }

  @Override
  public Integer call() throws IOException {
    Path file = model.file();
    new CommandFiles(spec).readsModel("the model", file).writesStandardOutput().check();
    FutureTask<ManifestCheck> pending = ManifestCheck.start(file);
    HeaderReport report = HeaderReport.of(file);
    try (Writer writer = streams.outWriter()) {
      PropertyTable table = new PropertyTable(writer);
      if (!form.isJson()) {
        // A large file takes a while to hash, so its header is written first.
        report.writeTable(table);
        writer.flush();
      }
      ManifestCheck integrity = ManifestCheck.await(pending);
      if (form.isJson()) {
        report.writeJson(writer, integrity);
      } else {
        report.writeVerdict(table, integrity);
      }
      return report.problem(integrity).isPresent() ? ExitCode.ENGINE : ExitCode.OK;
    }
  }
}
