package io.github.sentiment4j.cli.input;

import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.LabelledTexts;
import io.github.sentiment4j.evaluation.data.LabelNames;
import io.github.sentiment4j.evaluation.data.LabelledFile;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of a file with labelled texts. */
public final class DataOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

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
   * @throws IOException if the file cannot be read
   * @throws SentimentException {@code INVALID_DATA} if the data cannot be used
   */
  public LabelledTexts read() throws IOException {
    LabelledTexts texts = LabelledTexts.read(labelledFile(), labels());
    texts.requireLabels(2, "with one label, a model that always gives it is perfect");
    return texts;
  }

  private LabelNames labels() {
    try {
      return options.labels();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private LabelledFile labelledFile() {
    try {
      return options.of(file);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }
}
