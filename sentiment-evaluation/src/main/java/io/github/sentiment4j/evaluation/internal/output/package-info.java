/** Helpers for output that the reports and the command line share. */
package io.github.sentiment4j.evaluation.internal.output;
