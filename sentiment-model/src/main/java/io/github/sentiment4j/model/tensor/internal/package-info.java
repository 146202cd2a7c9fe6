/**
 * The number formats of model files (half, bfloat16 and ggml's block types), to and from 32-bit
 * floats. Not exported.
 */
@NullMarked
package io.github.sentiment4j.model.tensor.internal;

import org.jspecify.annotations.NullMarked;
