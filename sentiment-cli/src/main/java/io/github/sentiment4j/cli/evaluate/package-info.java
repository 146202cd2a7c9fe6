/** The commands that measure and calibrate a model. */
@NullMarked
package io.github.sentiment4j.cli.evaluate;

import org.jspecify.annotations.NullMarked;
