/** The models and texts that all benchmarks use. */
@NullMarked
package io.github.sentiment4j.bench.input;

import org.jspecify.annotations.NullMarked;
