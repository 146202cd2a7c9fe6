/**
 * What a scoring engine implements, and what it may use.
 *
 * <p>A {@link io.github.sentiment4j.core.spi.ScoringEngineProvider} is found by {@link
 * java.util.ServiceLoader} or handed to the builder. It opens a {@link
 * io.github.sentiment4j.core.spi.ScoringEngine}, which turns texts into label scores. Queueing,
 * batching, calibration and deadlines are done above it, once for all engines.
 */
package io.github.sentiment4j.core.spi;
