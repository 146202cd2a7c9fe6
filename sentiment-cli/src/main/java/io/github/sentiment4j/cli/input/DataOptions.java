package io.github.sentiment4j.cli.input;

import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.LabelledTexts;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a file with labelled texts. */
public final class DataOptions {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description = "Labelled texts: .csv, .tsv, .json, .jsonl or .xlsx, such as a prepared split.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path file;

  @Mixin private LabelledFileOptions options;

  /** Called by picocli. */
  DataOptions() {}

  /** Returns the file with the data. */
  public Path file() {
    return file;
  }

  /**
   * Reads the data.
   *
   * @throws IllegalArgumentException if an option does not apply to the file
   * @throws IOException if the file cannot be read
   * @throws SentimentException {@code INVALID_DATA} if the data cannot be used
   */
  public LabelledTexts read() throws IOException {
    LabelledTexts texts = LabelledTexts.read(options.of(file), options.labels());
    texts.requireLabels(2, "with one label, a model that always gives it is perfect");
    return texts;
  }
}
