/** The Markdown tables of measured results. */
@NullMarked
package io.github.sentiment4j.bench.report;

import org.jspecify.annotations.NullMarked;
