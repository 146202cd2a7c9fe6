/**
 * Makes models smaller: fewer blocks, fewer tokens, fewer hidden units in the feed-forward blocks.
 *
 * <p>{@link io.github.sentiment4j.model.prune.PruningSpec} is the specification, {@link
 * io.github.sentiment4j.model.prune.Pruning} chooses and cuts, {@link
 * io.github.sentiment4j.model.prune.PruningReport} describes the result. These parts stay:
 *
 * <ul>
 *   <li>Blocks: the first N.
 *   <li>Tokens: all bytes, all special tokens, those of the prompt and of the label words, if
 *       wanted all CJK tokens, and the tokens of a corpus, the most used ones where their number is
 *       bounded; with everything that BPE goes through to make them. Text of these tokens keeps its
 *       tokens, and every other text can still be written with bytes.
 *   <li>Hidden units: those with the largest product of mean absolute activation and norm of the
 *       row that carries them back into the residual stream. The norm makes it the size of what a
 *       unit adds (Sun et al., 2023, "A Simple and Effective Pruning Approach for Large Language
 *       Models", weighs single weights by the same product).
 * </ul>
 */
@NullMarked
package io.github.sentiment4j.model.prune;

import org.jspecify.annotations.NullMarked;
