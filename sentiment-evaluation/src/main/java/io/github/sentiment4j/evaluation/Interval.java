package io.github.sentiment4j.evaluation;

/**
 * A confidence interval.
 *
 * @param lower lower end
 * @param upper upper end, not below the lower one
 */
public record Interval(double lower, double upper) {}
