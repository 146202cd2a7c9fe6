/**
 * Fine-tunes decoders of the Qwen2 and Llama family with LoRA, on the CPU, with libtorch.
 *
 * <p>Letters in all files: B texts of a batch, T tokens of the longest, N = B · T, D width of the
 * residual stream, H query heads, K key-value heads, S size of a head, F hidden units of a
 * feed-forward block, V tokens of the vocabulary, r rank of an adapter. Matrices are (outputs,
 * inputs), as in PyTorch.
 */
@NullMarked
package io.github.sentiment4j.train;

import org.jspecify.annotations.NullMarked;
