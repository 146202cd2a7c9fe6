package io.github.sentiment4j.cli.train;

import io.github.sentiment4j.cli.command.Alias;
import io.github.sentiment4j.cli.command.CostMatrixConverter;
import io.github.sentiment4j.evaluation.CostMatrix;
import io.github.sentiment4j.train.spec.FineTuneSpec;
import io.github.sentiment4j.train.spec.Objective;
import io.github.sentiment4j.train.spec.PreferenceSpec;
import io.github.sentiment4j.train.spec.PreferenceSpec.Rejected;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the losses that compare labels: DPO and GRPO. */
final class PreferenceOptions {
  @Option(
      names = "--beta",
      paramLabel = "X",
      description =
          "For --loss dpo and grpo: how much a distance from the reference counts. Default: 0.1 for"
              + " dpo, 0.04 for grpo.")
  private @Nullable Double beta;

  @Option(
      names = "--rejected",
      paramLabel = "WHICH",
      description =
          "For --loss dpo: the wrong labels that the true one is compared with, all (both) or"
              + " preferred (the one that the reference prefers). Default: all.")
  private @Nullable Rejected rejected;

  @Alias("--num-generations")
  @Option(
      names = "--samples",
      paramLabel = "N",
      description =
          "For --loss grpo: the number of labels that are sampled for each text. Default: 8.")
  private @Nullable Integer samples;

  @Option(
      names = "--costs",
      converter = CostMatrixConverter.class,
      paramLabel = "ROWS",
      description =
          "For --loss grpo: what errors cost, a row for each true label and a column for each"
              + " sampled label, in the order positive, neutral, negative. Default:"
              + " 0,1,2/1,0,1/2,1,0.")
  private @Nullable CostMatrix costs;

  /** Called by picocli. */
  PreferenceOptions() {}

  /**
   * Sets the options of a fine-tune.
   *
   * @throws IllegalArgumentException if one is out of its range or does not belong to the objective
   */
  void addTo(FineTuneSpec.Builder builder, Objective objective) {
    require(beta == null || objective.isPreference(), "--beta", "--loss dpo or grpo", objective);
    require(rejected == null || objective == Objective.DPO, "--rejected", "--loss dpo", objective);
    require(samples == null || objective == Objective.GRPO, "--samples", "--loss grpo", objective);
    require(costs == null || objective == Objective.GRPO, "--costs", "--loss grpo", objective);
    PreferenceSpec spec = PreferenceSpec.of(objective);
    spec = beta == null ? spec : spec.withBeta(beta);
    spec = rejected == null ? spec : spec.withRejected(rejected);
    spec = samples == null ? spec : spec.withSamples(samples);
    builder.preference(costs == null ? spec : spec.withCosts(costs));
  }

  private static void require(boolean holds, String option, String where, Objective found) {
    if (!holds) {
      throw new IllegalArgumentException(
          option + " is for " + where + ", found --loss " + found.name().toLowerCase(Locale.ROOT));
    }
  }
}
