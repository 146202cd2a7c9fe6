/**
 * The {@code sentiment} command: one class per command, started by {@link
 * io.github.sentiment4j.cli.Main}.
 *
 * <p>{@code predict} works on a window of texts at a time: a {@link
 * io.github.sentiment4j.cli.input.TextSource} gives the texts, {@code PredictionRun} classifies
 * them, and each {@code ResultWriter} writes one row per text in the order of the input. A text
 * that cannot be read or classified becomes a row with an {@link
 * io.github.sentiment4j.cli.input.InputProblem}. Memory does not grow with the input.
 */
@NullMarked
package io.github.sentiment4j.cli;

import org.jspecify.annotations.NullMarked;
