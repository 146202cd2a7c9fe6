/**
 * Numbers as they are stored in model files: half, bfloat16 and ggml's block types, to and from
 * 32-bit floats.
 */
package io.github.sentiment4j.model.tensor;
