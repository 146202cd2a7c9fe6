package io.github.sentiment4j.cli.command;

import io.github.sentiment4j.core.ClassifierListener;
import io.github.sentiment4j.core.Device;
import io.github.sentiment4j.core.PromptTemplate;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.core.Truncation;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which classifier to open. What is not set is left to the library. */
public final class ClassifierOptions {
  static final String MODEL_VARIABLE = "SENTIMENT4J_MODEL";

  @Alias("--model-path")
  @Option(
      names = "--model",
      paramLabel = "FILE",
      description =
          "The GGUF model. Default: the file in the environment variable SENTIMENT4J_MODEL, else the"
              + " model that is built in.")
  private @Nullable Path model;

  @Option(names = "--device", description = "auto (default), cpu or gpu.", paramLabel = "DEVICE")
  private @Nullable Device device;

  @Option(
      names = "--threads",
      description = "CPU threads of each context. Default: all physical cores, shared out.",
      paramLabel = "N")
  private @Nullable Integer threads;

  @Option(
      names = "--contexts",
      description = "Batches that run at the same time. Default: 1.",
      paramLabel = "N")
  private @Nullable Integer contexts;

  @Alias("--batch-size")
  @Option(
      names = "--batch",
      description = "Most texts of one batch. Default: 32; 1 for evaluate.",
      paramLabel = "N")
  private @Nullable Integer batch;

  @Alias({"--max-length", "--max-seq-length"})
  @Option(
      names = "--max-tokens",
      description =
          "Most tokens of one prompt: prefix, text and suffix. Default: those that the model was trained"
              + " with, else 512.",
      paramLabel = "N")
  private @Nullable Integer maxTokens;

  @Option(
      names = "--truncation",
      description =
          "What happens to longer texts: end (cut off, default), start, middle, reject or chunks.",
      paramLabel = "HOW")
  private @Nullable Truncation truncation;

  @Mixin private PromptOptions prompt;

  @Option(
      names = "--temperature",
      description = "Divides the label log-probabilities. Default: the model's own.",
      paramLabel = "T")
  private @Nullable Double temperature;

  @Option(
      names = "--abstain-below",
      description = "Marks predictions whose probability is lower, in [0, 1].",
      paramLabel = "P")
  private @Nullable Double abstainBelow;

  /** Created by picocli. */
  ClassifierOptions() {}

  /**
   * Opens the classifier.
   *
   * @throws SentimentException if an option is out of range, or the model or engine cannot be used
   */
  public SentimentClassifier open(Map<String, String> environment, ClassifierListener listener) {
    return builder(environment).listener(listener).build();
  }

  /** A builder with all that is set. */
  public SentimentClassifier.Builder builder(Map<String, String> environment) {
    SentimentClassifier.Builder builder = SentimentClassifier.builder();
    modelFile(environment).ifPresentOrElse(builder::model, builder::embeddedModel);
    Optional.ofNullable(device).ifPresent(builder::device);
    Optional.ofNullable(threads).ifPresent(builder::threads);
    Optional.ofNullable(contexts).ifPresent(builder::contexts);
    Optional.ofNullable(batch).ifPresent(builder::maxBatch);
    Optional.ofNullable(maxTokens).ifPresent(builder::maxTokens);
    Optional.ofNullable(truncation).ifPresent(builder::truncation);
    prompt.template().map(PromptTemplate::of).ifPresent(builder::prompt);
    prompt.labelWords().ifPresent(builder::labelWords);
    Optional.ofNullable(temperature).ifPresent(builder::temperature);
    Optional.ofNullable(abstainBelow).ifPresent(builder::abstainBelow);
    return builder;
  }

  /** Whether the size of a batch is set. */
  public boolean hasBatch() {
    return batch != null;
  }

  /** Whether a text may be cut in several pieces. */
  public boolean cutsIntoChunks() {
    return truncation == Truncation.CHUNKS;
  }

  /** Whether the model's own calibration or threshold is overruled. */
  public boolean overrulesCalibration() {
    return temperature != null || abstainBelow != null;
  }

  /** The file that is named by option or environment. */
  public Optional<Path> modelFile(Map<String, String> environment) {
    return Optional.ofNullable(model)
        .or(
            () ->
                Optional.ofNullable(environment.get(MODEL_VARIABLE))
                    .filter(name -> !name.isBlank())
                    .map(Path::of));
  }
}
