package io.github.sentiment4j.cli.model;

import io.github.sentiment4j.cli.command.Alias;
import io.github.sentiment4j.cli.command.CommandFiles;
import io.github.sentiment4j.cli.command.ExitCode;
import io.github.sentiment4j.cli.command.Streams;
import io.github.sentiment4j.cli.output.ReportOption;
import io.github.sentiment4j.evaluation.internal.output.PropertyTable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sentiment inspect}: says what a model file is, without loading it. */
@Command(
    name = "inspect",
    header = "Says what a GGUF model file is and whether it can classify.",
    exitCodeList = {
      "0:the file is a model that can classify",
      ExitCode.USAGE_HELP,
      "3:the file is damaged, differs from its manifest, or is no model that can classify",
      ExitCode.INPUT_OUTPUT_HELP
    },
    footer = {"  sentiment inspect M.gguf", "  sentiment inspect M.gguf --json"})
public final class InspectCommand implements Callable<Integer> {
  private final Streams streams;

  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Model model;

  /** The file, named as by the other commands or without the name. */
  static final class Model {
    @Alias({"--gguf", "--model-path"})
    @Option(names = "--model", paramLabel = "FILE", description = "The same.")
    private @Nullable Path option;

    @Parameters(paramLabel = "FILE", description = "A GGUF file.")
    private @Nullable Path parameter;

    /** Created by picocli. */
    Model() {}

    Path file() {
      return option == null ? Objects.requireNonNull(parameter) : option;
    }
  }

  @Mixin private ReportOption form;

  /**
   * Creates the command.
   *
   * @param streams of the process
   */
  public InspectCommand(Streams streams) {
    this.streams = streams;
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
        // A large file takes a while to hash; all that its header says is out before.
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
