package io.github.sentiment4j.cli;

import io.github.sentiment4j.core.Sentiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which labelled texts to read, and how. */
final class DataOptions {
  private static final List<String> TEXT_COLUMNS = List.of("text", "Title");
  private static final List<String> LABEL_COLUMNS = List.of("label", "Decisions");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description = "Labelled texts: CSV or TSV under a header, or JSON lines; UTF-8.")
  private Path file;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "csv, tsv or jsonl. Default: by the file's extension (.csv, .tsv, .jsonl, .ndjson).")
  private InputFormat format;

  @Option(
      names = "--text-column",
      paramLabel = "NAME",
      description = "The column or JSON field with the text. Default: text, else Title (SEntFiN).")
  private String textColumn;

  @Option(
      names = "--label-column",
      paramLabel = "NAME",
      description =
          "The column or JSON field with the label. Default: label, else Decisions (SEntFiN: a"
              + " label per entity; rows whose entities differ are left out and counted).")
  private String labelColumn;

  @Option(
      names = "--labels-map",
      split = ",",
      paramLabel = "NAME=LABEL",
      description =
          "What other labels than positive, neutral and negative (upper or lower case) mean, with"
              + " commas between, such as 0=negative,1=positive,2=neutral.")
  private Map<String, Sentiment> labelsMap = Map.of();

  /** Created by picocli. */
  DataOptions() {}

  Path file() {
    return file;
  }

  /**
   * Reads the data.
   *
   * @throws IOException if that fails, or the data cannot be used
   */
  LabelledData read() throws IOException {
    InputFormat actual = Optional.ofNullable(format).orElseGet(() -> InputFormat.of(file));
    if (actual == InputFormat.LINES) {
      throw new ParameterException(
          spec.commandLine(),
          "Plain lines have no labels: --data needs CSV, TSV or JSON lines; --format says which"
              + " of them "
              + file
              + " is");
    }
    Column text = column(textColumn, TEXT_COLUMNS, "text", "--text-column");
    Column label = column(labelColumn, LABEL_COLUMNS, "label", "--label-column");
    try (TextSource source = actual.open(Files.newInputStream(file), text, Optional.of(label))) {
      return LabelledData.read(file.toString(), source, new LabelNames(labelsMap));
    } catch (InputException e) {
      throw e.getMessage().startsWith(file.toString())
          ? e
          : new InputException(file + ": " + e.getMessage());
    }
  }

  private static Column column(String name, List<String> usual, String content, String option) {
    return new Column(name == null ? usual : List.of(name), content, option);
  }
}
