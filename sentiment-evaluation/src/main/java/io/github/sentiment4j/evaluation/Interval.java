package io.github.sentiment4j.evaluation;

/**
 * A confidence interval.
 *
 * @param lower the lower end
 * @param upper the upper end, not below the lower one
 */
public record Interval(double lower, double upper) {}
