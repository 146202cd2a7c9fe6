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

/** The options that say how labelled texts stand in a file. */
public final class LabelledFileOptions {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "csv, tsv, json, jsonl or xlsx. Default: by the file's extension.")
  private @Nullable DataFormat format;

  @Mixin private LayoutOptions layout;

  @Mixin private LabelledFieldOptions fields;

  /** Created by picocli. */
  LabelledFileOptions() {}

  /**
   * A file with these options.
   *
   * @throws IllegalArgumentException if neither option nor extension says its format, or another
   *     option has no meaning for it
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

  /** Whether an option says how a file is written. */
  public boolean hasLayout() {
    return layout.isSet();
  }

  /**
   * What other labels than the usual ones mean.
   *
   * @throws IllegalArgumentException if one has several meanings
   */
  public List<LabelMeaning> labelsMap() {
    return fields.labelsMap();
  }

  /**
   * What all labels mean.
   *
   * @throws IllegalArgumentException if one has several meanings
   */
  LabelNames labels() {
    return fields.labels();
  }
}
