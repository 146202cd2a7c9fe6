package io.github.sentiment4j.model.prune;

import io.github.sentiment4j.core.ModelProfile;
import io.github.sentiment4j.gguf.GgufWriter;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.jni.LlamaTokenizer;
import io.github.sentiment4j.jni.ModelProbe;
import io.github.sentiment4j.model.Progress;
import io.github.sentiment4j.model.checkpoint.Architecture;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.checkpoint.GgufCheckpoint;
import io.github.sentiment4j.model.prune.PruningReport.Sizes;
import io.github.sentiment4j.model.tensor.Weight;
import io.github.sentiment4j.model.tokenizer.Vocabulary;
import io.github.sentiment4j.support.PendingOutput;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * Prunes a checkpoint: chooses the parts that stay with llama.cpp's tokenizer and forward pass, and
 * drops the others. Blocks come first, then tokens, then hidden units. Only temporary files are
 * written.
 */
public final class Pruning {
  /**
   * The number of texts for measuring activations and logit errors and for checking the tokenizer.
   */
  private static final int SAMPLE = 640;

  /** The most tokens of a prompt; longer ones are cut. */
  private static final int MAX_TOKENS = 512;

  private final PruningSpec spec;
  private final ModelProfile profile;
  private final int threads;
  private final ModelWriter writer;
  private final Progress progress;

  /** Writes models for a look inside. */
  @FunctionalInterface
  public interface ModelWriter {
    /**
     * Writes a GGUF file in half precision.
     *
     * @throws IOException if it cannot be written
     */
    void write(Checkpoint checkpoint, Path target) throws IOException;
  }

  /**
   * A pruned checkpoint.
   *
   * @param checkpoint the smaller checkpoint
   * @param report the changes
   */
  public record Pruned(Checkpoint checkpoint, PruningReport report) {}

  /**
   * Prepares a pruning.
   *
   * @param spec the parts that stay
   * @param profile the prompt and label words of the model: their tokens stay, and activations are
   *     measured with them
   * @param threads CPU threads of the model that is looked into
   * @param writer writes it, where the checkpoint is no GGUF file as it stands
   * @param progress receives the texts that were read
   */
  public Pruning(
      PruningSpec spec, ModelProfile profile, int threads, ModelWriter writer, Progress progress) {
    this.spec = spec;
    this.profile = profile;
    this.threads = threads;
    this.writer = writer;
    this.progress = progress;
  }

  /**
   * Prunes a checkpoint.
   *
   * @param base the original; {@link PruningSpec#check} must have accepted it
   * @param scratch a name in a folder that can be written to; temporary files are made beside it
   *     and deleted
   * @throws IOException if texts cannot be read or a temporary file cannot be written
   * @throws ModelFileException if a corpus has no text or is not UTF-8, more tokens must stay than
   *     may, or the tokenizer of the pruned vocabulary is not the same where it must be
   */
  public Pruned prune(Checkpoint base, Path scratch) throws IOException {
    Checkpoint pruned = base;
    if (spec.layers().isPresent()) {
      pruned = PrunedCheckpoint.firstLayers(pruned, spec.layers().getAsInt());
    }
    Optional<VocabularyPruning> tokens = Optional.empty();
    List<PruningReport.WidthError> errors = List.of();
    try (PendingOutput folder = PendingOutput.folder(scratch)) {
      if (!spec.corpora().isEmpty()) {
        tokens = Optional.of(chooseTokens(base, folder.path()));
        pruned = PrunedCheckpoint.tokens(pruned, tokens.get().kept());
      }
      int width = spec.feedForwardWidth().orElse(base.config().feedForwardSize());
      if (width < base.config().feedForwardSize()) {
        FeedForwardPruning units = chooseUnits(pruned, width, folder.path());
        pruned = PrunedCheckpoint.hiddenUnits(pruned, units.units());
        errors = units.errors();
      }
    }
    return new Pruned(
        pruned,
        new PruningReport(
            sizes(base),
            sizes(pruned),
            tokens.map(VocabularyPruning::origins),
            tokens.flatMap(VocabularyPruning::unseen),
            errors));
  }

  private VocabularyPruning chooseTokens(Checkpoint base, Path folder) throws IOException {
    Architecture architecture = base.config().architecture();
    try (LlamaTokenizer before = tokenizer(architecture, base.vocabulary(), folder)) {
      VocabularyPruning pruning =
          VocabularyPruning.of(
              base.source(),
              base.vocabulary(),
              before::tokenize,
              spec,
              PromptTokens.of(profile, before::tokenize, before.beginOfText()));
      Vocabulary.Kept kept = pruning.kept();
      try (LlamaTokenizer after = tokenizer(architecture, kept.vocabulary(), folder)) {
        new TokenizerComparison(
                base.source(), base.vocabulary(), kept, before::tokenize, after::tokenize)
            .require(profile, TextSample.of(spec.corpora(), SAMPLE));
      }
      return pruning;
    }
  }

  /** Opens llama.cpp's tokenizer from a file with only a vocabulary. */
  static LlamaTokenizer tokenizer(Architecture architecture, Vocabulary vocabulary, Path folder)
      throws IOException {
    Path file = Files.createTempFile(folder, "vocabulary", ".gguf");
    GgufWriter writer = GgufWriter.create();
    writer.putString("general.architecture", architecture.gguf());
    vocabulary.writeTo(writer);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      writer.writeTo(channel);
    }
    return LlamaTokenizer.open(file);
  }

  private FeedForwardPruning chooseUnits(Checkpoint checkpoint, int width, Path folder)
      throws IOException {
    List<String> texts = TextSample.of(spec.measured(), SAMPLE);
    if (texts.size() < 2) {
      throw ModelFileException.invalid(
          spec.measured().get(0).source(),
          "",
          "at least 2 texts for calibration, one in a line",
          Integer.toString(texts.size()));
    }
    Path file = fileOf(checkpoint, folder);
    int maxTokens = Math.min(MAX_TOKENS, checkpoint.config().contextLength());
    try (LlamaTokenizer tokenizer = LlamaTokenizer.open(file);
        ModelProbe model = ModelProbe.open(file, threads, maxTokens)) {
      PromptTokens around = PromptTokens.of(profile, tokenizer::tokenize, tokenizer.beginOfText());
      List<int[]> prompts =
          texts.stream()
              .map(text -> around.around(tokenizer.tokenize(text, false), maxTokens))
              .toList();
      return FeedForwardPruning.of(
          model, checkpoint, prompts, around.firstOfLabels(), width, progress);
    }
  }

  /** Returns the checkpoint's own GGUF file, or writes one. */
  private Path fileOf(Checkpoint checkpoint, Path folder) throws IOException {
    if (checkpoint instanceof GgufCheckpoint) {
      return checkpoint.source();
    }
    Path file = folder.resolve("model.gguf");
    writer.write(checkpoint, file);
    return file;
  }

  private static Sizes sizes(Checkpoint checkpoint) {
    long parameters = 0;
    for (String name : checkpoint.names()) {
      Weight weight = checkpoint.weight(name).orElseThrow();
      parameters += (long) weight.rows() * weight.columns();
    }
    return new Sizes(
        checkpoint.config().layers(),
        checkpoint.config().feedForwardSize(),
        checkpoint.config().vocabularySize(),
        parameters);
  }
}
