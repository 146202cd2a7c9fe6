package io.github.sentiment4j.evaluation;

/**
 * How well one class, or several in the mean, is found.
 *
 * @param precision share of the texts with this predicted label that have it, in [0, 1]; 0 if there
 *     are none
 * @param recall share of the texts with this true label that were found, in [0, 1]; 0 if there are
 *     none
 * @param f1 harmonic mean of both; 0 if the class is in neither truth nor prediction, or never
 *     right
 * @param support texts with this true label
 */
public record ClassFigures(double precision, double recall, double f1, int support) {}
