/**
 * The settings of a fine-tune; start with {@link io.github.sentiment4j.train.spec.FineTuneSpec}.
 */
@NullMarked
package io.github.sentiment4j.train.spec;

import org.jspecify.annotations.NullMarked;
