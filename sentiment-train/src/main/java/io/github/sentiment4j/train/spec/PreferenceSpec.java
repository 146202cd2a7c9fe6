package io.github.sentiment4j.train.spec;

import io.github.sentiment4j.evaluation.CostMatrix;

/**
 * The settings of {@link Objective#DPO} and {@link Objective#GRPO}.
 *
 * @param beta how much a distance from the reference counts, greater than 0
 * @param rejected the wrong labels that DPO compares with the true one
 * @param samples the labels that GRPO samples for each text, at least 2
 * @param costs what the sampled labels cost, whose negative is GRPO's reward
 */
public record PreferenceSpec(double beta, Rejected rejected, int samples, CostMatrix costs) {
  /** The wrong labels that are compared with the true one. */
  public enum Rejected {
    /** Both wrong labels: two losses for each text. */
    ALL,
    /** The wrong label that is more probable under the reference: one loss for each text. */
    PREFERRED
  }

  /** Beta 0.1 and both wrong labels, as TRL's {@code DPOConfig} has it. */
  public static final PreferenceSpec DPO =
      new PreferenceSpec(0.1, Rejected.ALL, 8, CostMatrix.DISTANCE);

  /** Beta 0.04 as in the paper on GRPO, 8 samples, and the costs {@link CostMatrix#DISTANCE}. */
  public static final PreferenceSpec GRPO =
      new PreferenceSpec(0.04, Rejected.ALL, 8, CostMatrix.DISTANCE);

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public PreferenceSpec {
    if (!(beta > 0 && Double.isFinite(beta))) {
      throw new IllegalArgumentException("beta: expected a number greater than 0, found " + beta);
    }
    if (samples < 2) {
      throw new IllegalArgumentException(
          "samples: expected at least 2, which a group needs, found " + samples);
    }
  }

  /** Returns the defaults of an objective. */
  public static PreferenceSpec of(Objective objective) {
    return objective == Objective.GRPO ? GRPO : DPO;
  }

  /** Returns the same settings with another beta. */
  public PreferenceSpec withBeta(double value) {
    return new PreferenceSpec(value, rejected, samples, costs);
  }

  /** Returns the same settings with other rejected labels. */
  public PreferenceSpec withRejected(Rejected which) {
    return new PreferenceSpec(beta, which, samples, costs);
  }

  /** Returns the same settings with another number of samples. */
  public PreferenceSpec withSamples(int number) {
    return new PreferenceSpec(beta, rejected, number, costs);
  }

  /** Returns the same settings with other costs. */
  public PreferenceSpec withCosts(CostMatrix matrix) {
    return new PreferenceSpec(beta, rejected, samples, matrix);
  }
}
