package io.github.sentiment4j.cli.train;

import io.github.sentiment4j.cli.command.Alias;
import io.github.sentiment4j.train.spec.FineTuneSpec;
import io.github.sentiment4j.train.spec.LoraSpec;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of an adapter: a new one, or one that is trained further. */
final class LoraOptions {
  private static final String ALL = "all-linear";

  @Alias({"--lora-r", "--lora-rank", "--r"})
  @Option(names = "--rank", paramLabel = "R", description = "The rank of the adapter. Default: 8.")
  private @Nullable Integer rank;

  @Alias("--lora-alpha")
  @Option(
      names = "--alpha",
      paramLabel = "A",
      description = "The adapter is scaled by alpha / rank. Default: 16.")
  private @Nullable Double alpha;

  @Alias({"--target-modules", "--lora-target-modules"})
  @Option(
      names = "--targets",
      arity = "1..*",
      split = ",",
      paramLabel = "NAME",
      description =
          "The modules to adapt: q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj,"
              + " or all-linear. Default: q_proj,v_proj.")
  private @Nullable List<String> targets;

  @Alias("--lora-dropout")
  @Option(
      names = "--dropout",
      paramLabel = "P",
      description =
          "The share of the adapter's inputs that training drops. Default: ${DEFAULT-VALUE}.",
      defaultValue = "0")
  private double dropout;

  @Alias("--adapter")
  @Option(
      names = "--lora",
      paramLabel = "FOLDER",
      description =
          "An adapter in PEFT's format to train further, with its own rank, alpha and targets."
              + " Default: a new one.")
  private @Nullable Path adapter;

  /** Called by picocli. */
  LoraOptions() {}

  /**
   * Sets the options of a fine-tune.
   *
   * @throws IllegalArgumentException if one is out of its range, or does not apply to an existing
   *     adapter
   */
  void addTo(FineTuneSpec.Builder builder) {
    if (adapter != null && (rank != null || alpha != null || targets != null)) {
      throw new IllegalArgumentException(
          "--lora brings its own rank, alpha and targets; leave out --rank, --alpha and"
              + " --targets");
    }
    LoraSpec usual = LoraSpec.DEFAULT;
    if (adapter != null) {
      builder.adapter(adapter);
    }
    builder.lora(
        new LoraSpec(
            rank == null ? usual.rank() : rank,
            alpha == null ? usual.alpha() : alpha,
            dropout,
            modules()));
  }

  private List<String> modules() {
    if (targets == null) {
      return LoraSpec.DEFAULT.targets();
    }
    return targets.equals(List.of(ALL)) ? LoraSpec.LINEAR : targets;
  }
}
