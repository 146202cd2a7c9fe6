package io.github.sentiment4j.cli.model;

import io.github.sentiment4j.cli.command.Alias;
import io.github.sentiment4j.cli.input.CorpusFile;
import io.github.sentiment4j.model.prune.PruningSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that make a model smaller. A part without an option stays whole. */
final class PruningOptions {
  @Option(
      names = "--layers",
      paramLabel = "N",
      description = "Keeps the first N blocks. Without further training the model needs all.")
  private @Nullable Integer layers;

  @Option(
      names = "--prune-vocab",
      arity = "1..*",
      paramLabel = "CORPUS",
      description =
          "Keeps the tokens that these texts, the prompt and the label words need, all bytes and"
              + " all special tokens. Texts of these tokens keep their tokens; other texts get"
              + " more, shorter ones. A CORPUS is a file of lines, or FILE:NAME for one column of"
              + " a .csv or .tsv file or one field of a .jsonl file; without :NAME see"
              + " --text-column.")
  private @Nullable List<String> corpora;

  @Alias({"--column", "--field"})
  @Option(
      names = "--text-column",
      paramLabel = "FIELD",
      description = "The column or field with the text where a CORPUS names none. Default: text.")
  private @Nullable String textColumn;

  @Option(names = "--keep-cjk", description = "Keeps all tokens of Chinese characters too.")
  private boolean keepCjk;

  @Option(
      names = "--max-vocab",
      paramLabel = "N",
      description =
          "Keeps N tokens in all: of the tokens of the CORPUS those that are used most. The other"
              + " tokens above are kept in any case.")
  private @Nullable Integer maxVocabulary;

  @Option(
      names = "--ffn-width",
      paramLabel = "W",
      description =
          "Keeps the W hidden units of each feed-forward block that add most to the stream (mean"
              + " absolute activation times norm of the output row) and reports the error of the"
              + " logits. A multiple of 32; of 256 for K-quants.")
  private @Nullable Integer feedForwardWidth;

  @Option(
      names = "--calibration",
      paramLabel = "CORPUS",
      description =
          "Texts on which activations and the error are measured: 640 of them, drawn evenly."
              + " Default: those of --prune-vocab.")
  private @Nullable String calibration;

  @Option(
      names = "--unseen",
      paramLabel = "CORPUS",
      description = "Other texts: reports the number of their tokens that are not kept.")
  private @Nullable String unseen;

  /** Called by picocli. */
  PruningOptions() {}

  /**
   * Returns the description of what stays.
   *
   * @throws IllegalArgumentException if an option is set without the one that it needs
   */
  PruningSpec spec() {
    requireTogether(keepCjk, "--keep-cjk", corpora, "--prune-vocab");
    requireTogether(maxVocabulary != null, "--max-vocab", corpora, "--prune-vocab");
    requireTogether(unseen != null, "--unseen", corpora, "--prune-vocab");
    requireTogether(
        textColumn != null && calibration == null, "--text-column", corpora, "--prune-vocab");
    requireTogether(calibration != null, "--calibration", feedForwardWidth, "--ffn-width");
    if (calibration == null) {
      requireTogether(
          feedForwardWidth != null, "--ffn-width", corpora, "--calibration or --prune-vocab");
    }
    PruningSpec.Builder builder = PruningSpec.builder();
    Optional.ofNullable(layers).ifPresent(builder::layers);
    Optional.ofNullable(corpora)
        .ifPresent(files -> files.stream().map(this::corpus).forEach(builder::corpus));
    if (keepCjk) {
      builder.keepCjk();
    }
    Optional.ofNullable(maxVocabulary).ifPresent(builder::maxTokens);
    Optional.ofNullable(feedForwardWidth).ifPresent(builder::feedForwardWidth);
    Optional.ofNullable(calibration).map(this::corpus).ifPresent(builder::calibration);
    Optional.ofNullable(unseen).map(this::corpus).ifPresent(builder::unseen);
    return builder.build();
  }

  private CorpusFile corpus(String argument) {
    return textColumn == null ? CorpusFile.of(argument) : CorpusFile.of(argument, textColumn);
  }

  /** Returns the files that are read. */
  List<Path> files() {
    return Stream.of(
            Optional.ofNullable(corpora).stream().flatMap(List::stream),
            Optional.ofNullable(calibration).stream(),
            Optional.ofNullable(unseen).stream())
        .flatMap(Function.identity())
        .map(argument -> corpus(argument).source())
        .toList();
  }

  private static void requireTogether(
      boolean given, String option, @Nullable Object other, String name) {
    if (given && other == null) {
      throw new IllegalArgumentException(option + " needs " + name);
    }
  }
}
