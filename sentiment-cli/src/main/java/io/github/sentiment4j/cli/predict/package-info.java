/** The command that classifies texts, and the formats of its results. */
@NullMarked
package io.github.sentiment4j.cli.predict;

import org.jspecify.annotations.NullMarked;
