package io.github.sentiment4j.train;

/**
 * One step of the optimizer.
 *
 * @param step counted from 1
 * @param steps in all
 * @param loss mean over the texts of the step, in nats
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
