package io.github.sentiment4j.cli;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code sentiment inspect}: says what a model file is, without loading it. */
@Command(
    name = "inspect",
    header = "Says what a GGUF model file is and whether it can classify.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpWidth = SentimentCommand.HELP_WIDTH,
    exitCodeListHeading = SentimentCommand.EXIT_CODES_HEADING,
    exitCodeList = {
      "0:the file is a model that can classify",
      SentimentCommand.EXIT_USAGE,
      "3:the file is damaged, differs from its manifest, or is no model that can classify",
      SentimentCommand.EXIT_INPUT_OUTPUT
    },
    footerHeading = "%nExamples:%n",
    footer = {"  sentiment inspect M.gguf", "  sentiment inspect M.gguf --json"})
final class InspectCommand implements Callable<Integer> {
  @ParentCommand private SentimentCommand root;
  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Model model;

  /** The file, named as by the other commands or without the name. */
  static final class Model {
    @Alias({"--gguf", "--model-path"})
    @Option(names = "--model", paramLabel = "FILE", description = "The same.")
    private Path option;

    @Parameters(paramLabel = "FILE", description = "A GGUF file.")
    private Path parameter;

    /** Created by picocli. */
    Model() {}

    Path file() {
      return option == null ? parameter : option;
    }
  }

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  /** Created by picocli. */
  InspectCommand() {}

  @Override
  public Integer call() throws IOException {
    Path file = model.file();
    new CommandFiles(spec).readsModel("the model", file).writesStandardOutput().check();
    FutureTask<Integrity> pending = Integrity.start(file);
    ModelReport report = ModelReport.of(file);
    try (Writer writer = root.streams().outWriter()) {
      Table table = new Table(writer);
      if (!json) {
        // A large file takes a while to hash; all that its header says is out before.
        report.writeTable(table);
        writer.flush();
      }
      Integrity integrity = Integrity.await(pending);
      if (json) {
        report.writeJson(writer, integrity);
      } else {
        report.writeVerdict(table, integrity);
      }
      return report.problem(integrity).isPresent() ? ExitCode.ENGINE : ExitCode.OK;
    }
  }
}
