/** Helpers for output that the reports and the command line share. */
@NullMarked
package io.github.sentiment4j.evaluation.internal.output;

import org.jspecify.annotations.NullMarked;
