package io.github.sentiment4j.train;

import io.github.sentiment4j.train.spec.Objective;

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
 */
public record TrainingStep(
    int step,
    int steps,
    double loss,
    double learningRate,
    double gradientNorm,
    long tokens,
    double seconds) {}
