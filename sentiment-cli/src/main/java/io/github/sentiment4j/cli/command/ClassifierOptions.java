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

/** The options of a classifier. The library decides about those that are not set. */
public final class ClassifierOptions {
  static final String MODEL_VARIABLE = "SENTIMENT4J_MODEL";

  @Alias("--model-path")
  @Option(
      names = "--model",
      paramLabel = "FILE",
      description =
          "The GGUF model. Default: the file in the environment variable SENTIMENT4J_MODEL, else"
              + " the model that is built in.")
  private @Nullable Path model;

  @Option(names = "--device", description = "auto (default), cpu or gpu.", paramLabel = "DEVICE")
  private @Nullable Device device;

  @Option(
      names = "--threads",
      description =
          "The CPU threads of each context. Default: all physical cores, shared among the"
              + " contexts.",
      paramLabel = "N")
  private @Nullable Integer threads;

  @Option(
      names = "--contexts",
      description = "The number of batches that run at the same time. Default: 1.",
      paramLabel = "N")
  private @Nullable Integer contexts;

  @Alias("--batch-size")
  @Option(
      names = "--batch",
      description = "The largest number of texts in a batch. Default: 32; for evaluate 1.",
      paramLabel = "N")
  private @Nullable Integer batch;

  @Alias({"--max-length", "--max-seq-length"})
  @Option(
      names = "--max-tokens",
      description =
          "The largest number of tokens in a prompt (prefix, text and suffix). Default: that of"
              + " the model's training, else 512.",
      paramLabel = "N")
  private @Nullable Integer maxTokens;

  @Option(
      names = "--truncation",
      description =
          "What is cut off a longer text: end (default), start or middle; reject refuses it,"
              + " chunks classifies it in pieces.",
      paramLabel = "HOW")
  private @Nullable Truncation truncation;

  @Mixin private PromptOptions prompt;

  @Option(
      names = "--temperature",
      description =
          "Divides the label log-probabilities by T. Default: the model's own temperature.",
      paramLabel = "T")
  private @Nullable Double temperature;

  @Option(
      names = "--abstain-below",
      description = "Marks predictions with a lower probability; P is in [0, 1].",
      paramLabel = "P")
  private @Nullable Double abstainBelow;

  /** Called by picocli. */
  ClassifierOptions() {}

  /**
   * Opens the classifier.
   *
   * @throws SentimentException if an option is out of range, or the model or engine cannot be used
   */
  public SentimentClassifier open(Map<String, String> environment, ClassifierListener listener) {
    return builder(environment).listener(listener).build();
  }

  /** Returns a builder with all options that are set. */
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

  /** Returns whether the size of a batch is set. */
  public boolean hasBatch() {
    return batch != null;
  }

  /** Returns whether a text may be cut into several pieces. */
  public boolean cutsIntoChunks() {
    return truncation == Truncation.CHUNKS;
  }

  /** Returns whether an option replaces the model's own calibration or threshold. */
  public boolean overrulesCalibration() {
    return temperature != null || abstainBelow != null;
  }

  /** Returns the model file that the option or the environment names. */
  public Optional<Path> modelFile(Map<String, String> environment) {
    return Optional.ofNullable(model)
        .or(
            () ->
                Optional.ofNullable(environment.get(MODEL_VARIABLE))
                    .filter(name -> !name.isBlank())
                    .map(Path::of));
  }
}
