package io.github.sentiment4j.train.internal.step;

/**
 * Linear warm-up, then half a cosine down to zero (Loshchilov and Hutter 2017, arXiv 1608.03983).
 *
 * @param peak the highest rate
 * @param warmUp steps until then
 * @param steps steps in all
 */
public record LearningRate(double peak, int warmUp, int steps) {

  /** Returns the rate of a step, counted from 1. */
  public double at(int step) {
    return step <= warmUp
        ? peak * step / warmUp
        : peak * 0.5 * (1 + Math.cos(Math.PI * (step - warmUp) / (steps - warmUp)));
  }
}
