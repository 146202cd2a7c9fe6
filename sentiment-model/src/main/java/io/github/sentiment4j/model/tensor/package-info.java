/** Weights of a checkpoint, read row by row. */
@NullMarked
package io.github.sentiment4j.model.tensor;

import org.jspecify.annotations.NullMarked;
