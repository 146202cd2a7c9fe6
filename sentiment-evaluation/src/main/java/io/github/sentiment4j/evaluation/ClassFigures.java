package io.github.sentiment4j.evaluation;

/**
 * Precision, recall and F1 of one class, or their mean over several.
 *
 * @param precision the share of the texts with this predicted label that have it, in [0, 1]; 0 if
 *     there are none
 * @param recall the share of the texts with this true label that were found, in [0, 1]; 0 if there
 *     are none
 * @param f1 the harmonic mean of both; 0 if the class is in neither truth nor prediction, or never
 *     right
 * @param support the number of texts with this true label
 */
public record ClassFigures(double precision, double recall, double f1, int support) {}
