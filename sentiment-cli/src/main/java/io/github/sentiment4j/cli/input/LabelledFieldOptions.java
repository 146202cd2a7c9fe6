package io.github.sentiment4j.cli.input;

import io.github.sentiment4j.cli.command.Alias;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.evaluation.data.LabelNames;
import io.github.sentiment4j.evaluation.data.LabelledFile;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the fields of labelled items and the meanings of their labels. */
public final class LabelledFieldOptions {
  @Alias({"--column", "--field"})
  @Option(
      names = "--text-column",
      paramLabel = "FIELD",
      description = "The column or JSON field with the text. Default: text, else Title (SEntFiN).")
  private @Nullable String textColumn;

  @Option(
      names = "--label-column",
      paramLabel = "FIELD",
      description =
          "The column or JSON field with the label. Default: label, else Decisions (SEntFiN: a"
              + " vote per entity).")
  private @Nullable String labelColumn;

  @Option(
      names = "--labels-map",
      split = ",",
      paramLabel = "NAME=LABEL",
      description =
          "The meanings of labels other than positive, neutral and negative (in any case),"
              + " separated by commas, such as 0=negative,1=positive,2=neutral. A label without a"
              + " meaning, such as N/A=, is ignored.",
      converter = LabelMeaning.Converter.class)
  private List<LabelMeaning> labelsMap = List.of();

  /** Called by picocli. */
  LabelledFieldOptions() {}

  /** Returns a file with these fields. */
  public LabelledFile of(LabelledFile file) {
    LabelledFile named = textColumn == null ? file : file.withText(textColumn);
    return labelColumn == null ? named : named.withLabel(labelColumn);
  }

  /**
   * Returns the meanings of labels other than the usual ones.
   *
   * @throws IllegalArgumentException if one has several meanings
   */
  List<LabelMeaning> labelsMap() {
    LabelMeaning.requireOnce(labelsMap);
    return labelsMap;
  }

  /**
   * Returns the meanings of all labels.
   *
   * @throws IllegalArgumentException if one has several meanings
   */
  public LabelNames labels() {
    Map<String, Sentiment> meanings = new HashMap<>();
    Set<String> ignored = new HashSet<>();
    for (LabelMeaning label : labelsMap()) {
      label
          .meaning()
          .ifPresentOrElse(
              meaning -> meanings.put(label.name(), meaning), () -> ignored.add(label.name()));
    }
    return new LabelNames(meanings, ignored);
  }
}
