/** Steps of a fine-tune: prompts as ids, batches, loss, gradients and optimizer. */
@NullMarked
package io.github.sentiment4j.train.internal.step;

import org.jspecify.annotations.NullMarked;
