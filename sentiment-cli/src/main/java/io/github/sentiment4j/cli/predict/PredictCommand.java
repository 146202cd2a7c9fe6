package io.github.sentiment4j.cli.predict;

import io.github.sentiment4j.cli.command.Alias;
import io.github.sentiment4j.cli.command.ClassifierOptions;
import io.github.sentiment4j.cli.command.CommandFiles;
import io.github.sentiment4j.cli.command.ErrorReporter;
import io.github.sentiment4j.cli.command.InputException;
import io.github.sentiment4j.cli.command.InterruptibleInput;
import io.github.sentiment4j.cli.command.Streams;
import io.github.sentiment4j.cli.command.StreamsCommand;
import io.github.sentiment4j.cli.input.InputFormat;
import io.github.sentiment4j.cli.input.InputText;
import io.github.sentiment4j.cli.input.LayoutOptions;
import io.github.sentiment4j.cli.input.TextSource;
import io.github.sentiment4j.cli.output.ResultsFile;
import io.github.sentiment4j.cli.output.TextProgress;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.format.DataStream;
import io.github.sentiment4j.evaluation.format.Layout;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code sentiment predict}: classifies texts. */
@Command(
    name = "predict",
    header = "Classifies texts as positive, neutral or negative news.",
    description = {
      "",
      "Texts come from --text, a file or standard input (-). Results come in the order of the"
          + " input. A text that cannot be classified leaves an error in its place and does not"
          + " affect the others. Blank lines at the end of an input are not texts; among plain"
          + " lines, a blank line before others is an error in its place. Output is UTF-8.",
      "",
      "CSV, TSV and JSON lines also hold the other columns or fields of the input (id, date, …),"
          + " before the results. One with the name of a result gets input_ before its name."
    },
    customSynopsis = "sentiment predict [OPTION]... (--text TEXT... | FILE | -)",
    footer = {
      "  sentiment predict --model M.gguf --text \"Shares of Nokia surge after strong earnings\"",
      "  sentiment predict --model M.gguf headlines.txt --json --out results.jsonl",
      "  sentiment predict --model M.gguf news.csv --text-column title --out results.csv",
      "  tail -f feed.jsonl | sentiment predict --model M.gguf --format jsonl --text-column headline -"
    })
public final class PredictCommand extends StreamsCommand {
  private static final String STDIN = "-";
  private static final String DEFAULT_NAME = "text";

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "A file with texts; - is standard input.")
  private @Nullable String input;

  @Option(
      names = "--text",
      paramLabel = "TEXT",
      description = "A text to classify; repeat it for several texts.")
  private @Nullable List<String> texts;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "lines (one text per line), csv, tsv, json, jsonl or xlsx. Default: by the file's"
              + " extension (.csv, .tsv, .json, .jsonl, .ndjson, .xlsx), else lines.")
  private @Nullable InputFormat format;

  @Alias({"--column", "--field"})
  @Option(
      names = "--text-column",
      paramLabel = "FIELD",
      description =
          "The column or JSON field with the text; in JSON a.b is inside a. Default: text.")
  private @Nullable String textColumn;

  @Mixin private LayoutOptions layout;

  @Option(
      names = "--json",
      description =
          "Writes one JSON object per text: input, prediction, probabilities and time_ms (from"
              + " handing the text over to its result, including the texts before it and those of"
              + " its batch); or input and error. Same as --output-format jsonl.")
  private boolean json;

  @Option(
      names = "--output-format",
      paramLabel = "FORMAT",
      description =
          "table (for people), csv, tsv or jsonl. Default: by the extension of --out (.csv, .tsv,"
              + " .jsonl, .ndjson, .json), else table.")
  private @Nullable OutputFormat outputFormat;

  @Alias("--output")
  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Writes the results to a file, which is replaced; - is standard output.")
  private @Nullable Path output;

  @Option(
      names = "--log-path",
      paramLabel = "FILE",
      description =
          "Appends a log of the run as JSON lines: model, settings, every text with its result,"
              + " totals.")
  private @Nullable Path logPath;

  @Mixin private ClassifierOptions options;

  /**
   * Creates the command.
   *
   * @param streams the streams of the process
   */
  public PredictCommand(Streams streams) {
    super(streams);
  }

  @Override
  public Integer call() throws IOException {
    checkOptions();
    files().check();

    // The results file keeps its content until there are results.
    try (TextSource source = openSource();
        ResultsFile results = resultsFile();
        ResultsFile logFile = logPath == null ? null : ResultsFile.open(logPath);
        RunLog log = logFile == null ? RunLog.none() : RunLog.of(logFile.append())) {
      TextProgress progress = progress();
      try (SentimentClassifier classifier = options.open(streams.environment(), progress);
          Writer writer = results == null ? streams.outWriter() : results.replace()) {
        log.start(inputName(), classifier.info());
        ResultWriter rows = outputFormat().open(writer, columns(source));
        PredictionRun prediction = new PredictionRun(classifier, List.of(rows, log), progress);
        prediction.run(source);
        log.end("done", Optional.empty());
        return prediction.exitCode();
      } catch (IOException | SentimentException e) {
        logStopped(log, e);
        throw e;
      } finally {
        progress.end();
      }
    }
  }

  private CommandFiles files() {
    CommandFiles files =
        new CommandFiles(spec)
            .readsModel("the model", options.modelFile(streams.environment()))
            .writes("--log-path", Optional.ofNullable(logPath));
    if (STDIN.equals(input)) {
      files.readsStandardInput();
    } else {
      files.reads("the input", Optional.ofNullable(input).map(Path::of));
    }
    return outputFile().isPresent()
        ? files.writes("--out", outputFile())
        : files.writesStandardOutput();
  }

  /** Returns the file that {@code --out} names; empty for standard output. */
  private Optional<Path> outputFile() {
    return Optional.ofNullable(output).filter(file -> !CommandFiles.isStandardOutput(file));
  }

  private @Nullable ResultsFile resultsFile() throws IOException {
    return outputFile().isPresent() ? ResultsFile.open(outputFile().get()) : null;
  }

  private static void logStopped(RunLog log, Exception why) {
    // An interrupted thread cannot write to a file.
    boolean interrupted = Thread.interrupted();
    try {
      log.end("stopped", Optional.of(ErrorReporter.message(why)));
    } catch (IOException onTop) {
      why.addSuppressed(onTop);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void checkOptions() {
    if (texts != null && input != null) {
      throw wrong("Give either --text or a file, not both: --text and " + input);
    }
    if (texts == null && input == null) {
      throw wrong("Nothing to classify: give --text TEXT, a FILE, or - for standard input");
    }
    if (input != null && input.isEmpty()) {
      throw wrong("expected the name of a FILE, found an empty one");
    }
    if (texts != null && format != null) {
      throw wrong("--format is for files and standard input, not for --text");
    }
    if (json && outputFormat != null && outputFormat != OutputFormat.JSONL) {
      throw wrong("--json writes JSON lines; give either it or --output-format " + outputFormat);
    }
    if (textColumn != null && !format().hasColumns() && !format().hasFields()) {
      throw wrong(
          "--text-column is for CSV, TSV, XLSX, JSON and JSON lines; this input is read as "
              + format()
              + ", see --format");
    }
    if (texts != null && texts.stream().anyMatch(text -> text.indexOf('\uFFFD') >= 0)) {
      requireUnicodeLocale();
    }
  }

  /**
   * Checks the locale: unless it is UTF-8, Java has put U+FFFD for characters that it could not
   * decode.
   */
  private void requireUnicodeLocale() {
    String charset = System.getProperty("sun.jnu.encoding", "UTF-8");
    if (!charset.equalsIgnoreCase("UTF-8")) {
      throw wrong(
          "--text has characters that this locale ("
              + charset
              + ") cannot carry to Java; set LC_ALL=C.UTF-8, or start through the launcher script");
    }
  }

  private InputFormat format() {
    if (format != null) {
      return format;
    }
    return input == null || input.equals(STDIN)
        ? InputFormat.LINES
        : InputFormat.of(Path.of(input));
  }

  private TextSource openSource() throws IOException {
    if (texts != null) {
      return TextSource.of(texts);
    }
    return open(openInput());
  }

  private DataStream openInput() throws IOException {
    return STDIN.equals(input)
        ? DataStream.of("standard input", streams.in())
        : open(Path.of(inputName()));
  }

  private TextSource open(DataStream in) throws IOException {
    Layout written = checked(() -> layout.of(format().items()));
    String name = Optional.ofNullable(textColumn).orElse(DEFAULT_NAME);
    return format == null
        ? format().openGuessed(in, written, name, "--text-column")
        : format.open(in, written, name, "--text-column");
  }

  private OutputFormat outputFormat() {
    if (json) {
      return OutputFormat.JSONL;
    }
    return Optional.ofNullable(outputFormat)
        .orElse(output == null ? OutputFormat.TABLE : OutputFormat.of(output));
  }

  /**
   * Returns the columns of the input; empty if only the first item can name them. A JSON file is
   * read once for this before it is classified.
   */
  private Optional<List<String>> columns(TextSource source) throws IOException {
    if (!outputFormat().hasColumns() || !format().hasFields()) {
      return Optional.of(source.columns());
    }
    if (isReadOnce()) {
      return Optional.empty();
    }
    Set<String> names = new LinkedHashSet<>();
    try (TextSource items = open(openInput())) {
      for (Optional<InputText> next = items.next(); next.isPresent(); next = items.next()) {
        next.get().others().forEach(other -> names.add(other.name()));
      }
    }
    return Optional.of(List.copyOf(names));
  }

  private static DataStream open(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new InputException(file + ": expected a file with texts, found a folder");
    }
    return isPipe(file)
        ? DataStream.of(file.toString(), new InterruptibleInput(new FileInputStream(file.toFile())))
        : DataStream.of(file);
  }

  /** Returns whether a file can be read only once. */
  private static boolean isPipe(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).isOther();
  }

  private TextProgress progress() throws IOException {
    if (texts != null || !streams.terminal()) {
      return TextProgress.on(new PrintWriter(Writer.nullWriter()), OptionalLong.empty());
    }
    boolean unknown = format() == InputFormat.JSON || format() == InputFormat.XLSX || isReadOnce();
    return TextProgress.on(
        streams.err(),
        unknown ? OptionalLong.empty() : TextProgress.countLines(Path.of(inputName())));
  }

  private boolean isReadOnce() throws IOException {
    return STDIN.equals(input) || isPipe(Path.of(inputName()));
  }

  /** Returns the file or {@code -}, or {@code --text} if the texts are on the command line. */
  private String inputName() {
    return Objects.requireNonNullElse(input, "--text");
  }
}
