/** The command {@code sentiment-bench/run}, which runs JMH benchmarks and writes their results. */
@NullMarked
package io.github.sentiment4j.bench;

import org.jspecify.annotations.NullMarked;
