package io.github.sentiment4j.cli.train;

import io.github.sentiment4j.cli.command.Alias;
import io.github.sentiment4j.cli.command.WholeNumberConverter;
import io.github.sentiment4j.train.spec.FineTuneSpec;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of batches, steps and the optimizer. */
final class ScheduleOptions {
  @Alias("--num-train-epochs")
  @Option(
      names = "--epochs",
      converter = WholeNumberConverter.class,
      paramLabel = "N",
      defaultValue = "3",
      description = "The number of passes over the data. Default: ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(
      names = "--max-steps",
      paramLabel = "N",
      description = "Ends the run after N steps. Default: no limit.")
  private @Nullable Integer maxSteps;

  @Alias({"--batch-size", "--per-device-train-batch-size"})
  @Option(
      names = "--batch",
      paramLabel = "N",
      description =
          "The number of texts that go through the model together. Default: ${DEFAULT-VALUE}.",
      defaultValue = "16")
  private int batch;

  @Alias("--gradient-accumulation-steps")
  @Option(
      names = "--accumulate",
      paramLabel = "N",
      description = "The number of batches in a step. Default: ${DEFAULT-VALUE}.",
      defaultValue = "1")
  private int accumulation;

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      description =
          "The highest learning rate, which falls to 0 along half a cosine. Default:"
              + " ${DEFAULT-VALUE}.",
      defaultValue = "2e-4")
  private double learningRate;

  @Alias("--warmup-ratio")
  @Option(
      names = "--warm-up",
      paramLabel = "SHARE",
      description =
          "The share of the steps in which the learning rate rises. Default: ${DEFAULT-VALUE}.",
      defaultValue = "0.03")
  private double warmUp;

  @Option(
      names = "--weight-decay",
      paramLabel = "X",
      description = "The weight decay of AdamW. Default: ${DEFAULT-VALUE}.",
      defaultValue = "0.01")
  private double weightDecay;

  @Alias("--max-grad-norm")
  @Option(
      names = "--clip",
      paramLabel = "NORM",
      description = "The largest norm of all gradients together. Default: ${DEFAULT-VALUE}.",
      defaultValue = "1")
  private double clip;

  @Alias("--label-smoothing-factor")
  @Option(
      names = "--label-smoothing",
      paramLabel = "SHARE",
      description = "The share of the target that is spread evenly. Default: ${DEFAULT-VALUE}.",
      defaultValue = "0")
  private double labelSmoothing;

  /** Called by picocli. */
  ScheduleOptions() {}

  /**
   * Sets the options of a fine-tune.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  void addTo(FineTuneSpec.Builder builder) {
    builder
        .epochs(epochs)
        .batch(batch)
        .accumulation(accumulation)
        .learningRate(learningRate)
        .warmUp(warmUp)
        .weightDecay(weightDecay)
        .clip(clip)
        .labelSmoothing(labelSmoothing);
    if (maxSteps != null) {
      builder.maxSteps(maxSteps);
    }
  }
}
