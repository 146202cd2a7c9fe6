/**
 * A decoder as a set of named weights, a configuration and a vocabulary: from a Hugging Face
 * folder, from a GGUF file, or from another checkpoint by a merge or by pruning.
 */
@NullMarked
package io.github.sentiment4j.model.checkpoint;

import org.jspecify.annotations.NullMarked;
