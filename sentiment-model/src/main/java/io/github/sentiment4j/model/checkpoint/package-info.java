/**
 * A decoder as a set of named weights, a configuration and a vocabulary, wherever it comes from: a
 * Hugging Face folder, a GGUF file, or another checkpoint that was merged or pruned.
 */
@NullMarked
package io.github.sentiment4j.model.checkpoint;

import org.jspecify.annotations.NullMarked;
