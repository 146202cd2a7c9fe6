/** The commands that make and describe model files. */
@NullMarked
package io.github.sentiment4j.cli.model;

import org.jspecify.annotations.NullMarked;
