/**
 * The {@code sentiment} command: one class per command, started by {@link
 * io.github.sentiment4j.cli.Main}.
 *
 * <p>{@code predict} is a pipe with a window: a {@link io.github.sentiment4j.cli.input.TextSource}
 * gives entries, {@code PredictionRun} classifies a window of them at a time, and {@code
 * ResultWriter}s write one row per entry in input order. What could not be read or classified is a
 * row with a {@link io.github.sentiment4j.cli.input.InputProblem}. Memory does not grow with the
 * input.
 */
@NullMarked
package io.github.sentiment4j.cli;

import org.jspecify.annotations.NullMarked;
