/** The benchmarks and the JMH profilers that go with them. */
@NullMarked
package io.github.sentiment4j.bench.jmh;

import org.jspecify.annotations.NullMarked;
