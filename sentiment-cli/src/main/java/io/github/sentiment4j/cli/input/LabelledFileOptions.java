package io.github.sentiment4j.cli.input;

import io.github.sentiment4j.evaluation.data.LabelNames;
import io.github.sentiment4j.evaluation.data.LabelledFile;
import io.github.sentiment4j.evaluation.format.DataFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options for the format of a file with labelled texts. */
public final class LabelledFileOptions {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "csv, tsv, json, jsonl or xlsx. Default: by the file's extension.")
  private @Nullable DataFormat format;

  @Mixin private LayoutOptions layout;

  @Mixin private LabelledFieldOptions fields;

  /** Called by picocli. */
  LabelledFileOptions() {}

  /**
   * Returns a file with these options.
   *
   * @throws IllegalArgumentException if neither the option nor the extension names the format, or
   *     another option does not apply to it
   */
  public LabelledFile of(Path path) {
    LabelledFile file = LabelledFile.of(path, format == null ? guess(path) : format);
    return fields.of(file.withLayout(layout.of(Optional.of(file.format()))));
  }

  private static DataFormat guess(Path path) {
    try {
      return DataFormat.of(path);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + "; or name its --format", e);
    }
  }

  /** Returns whether an option about the layout is set. */
  public boolean hasLayout() {
    return layout.isSet();
  }

  /**
   * Returns the meanings of labels other than the usual ones.
   *
   * @throws IllegalArgumentException if one has several meanings
   */
  public List<LabelMeaning> labelsMap() {
    return fields.labelsMap();
  }

  /**
   * Returns the meanings of all labels.
   *
   * @throws IllegalArgumentException if one has several meanings
   */
  LabelNames labels() {
    return fields.labels();
  }
}
