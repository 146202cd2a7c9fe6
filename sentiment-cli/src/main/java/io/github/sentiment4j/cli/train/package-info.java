/** The commands that prepare data sets and train on them. */
@NullMarked
package io.github.sentiment4j.cli.train;

import org.jspecify.annotations.NullMarked;
