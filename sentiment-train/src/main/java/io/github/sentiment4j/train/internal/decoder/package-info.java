/** The decoder and its adapter on libtorch. */
@NullMarked
package io.github.sentiment4j.train.internal.decoder;

import org.jspecify.annotations.NullMarked;
