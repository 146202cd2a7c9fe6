package io.github.sentiment4j.train;

import io.github.sentiment4j.train.spec.Objective;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One step of the optimizer.
 *
 * @param step counted from 1
 * @param steps in all
 * @param loss what was made smaller, in nats: {@code sum of w l / n} over all losses of the step,
 *     see {@link Objective}
 * @param learningRate with which it was made
 * @param gradientNorm before clipping
 * @param tokens that went through the model, without filling
 * @param seconds that it took
 * @param rewards means over the losses of the step, by their names in {@code curve.csv}. {@link
 *     Objective#DPO} has those of the chosen and of the rejected labels, which are beta times the
 *     log-ratio to the reference; {@link Objective#GRPO} has that of the sampled labels, which is
 *     minus their cost; the others have none
 */
public record TrainingStep(
    int step,
    int steps,
    double loss,
    double learningRate,
    double gradientNorm,
    long tokens,
    double seconds,
    Map<String, Double> rewards) {
  /** Copies the rewards; their order stays. */
  public TrainingStep {
    rewards = Collections.unmodifiableMap(new LinkedHashMap<>(rewards));
  }
}
