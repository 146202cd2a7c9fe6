package io.github.sentiment4j.cli;

import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.train.data.DataFormat;
import io.github.sentiment4j.train.data.LabelledFile;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that say how labelled texts stand in a file. */
final class LabelledFileOptions {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "csv, tsv, json, jsonl or xlsx. Default: by the file's extension.")
  private DataFormat format;

  @Option(
      names = "--text-column",
      paramLabel = "FIELD",
      description = "The column or JSON field with the text. Default: text, else Title (SEntFiN).")
  private String textColumn;

  @Option(
      names = "--label-column",
      paramLabel = "FIELD",
      description =
          "The column or JSON field with the label. Default: label, else Decisions (SEntFiN: a vote"
              + " per entity).")
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
  LabelledFileOptions() {}

  /**
   * A file with these options.
   *
   * @throws IllegalArgumentException if neither option nor extension says its format
   */
  LabelledFile of(Path path) {
    LabelledFile file = format == null ? LabelledFile.of(path) : LabelledFile.of(path, format);
    file = textColumn == null ? file : file.withText(textColumn);
    return labelColumn == null ? file : file.withLabel(labelColumn);
  }

  /** What other labels than the usual ones mean. */
  Map<String, Sentiment> labelsMap() {
    return labelsMap;
  }
}
