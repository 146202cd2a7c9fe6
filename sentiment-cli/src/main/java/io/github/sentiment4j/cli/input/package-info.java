/** The options and readers of texts and labelled data. */
@NullMarked
package io.github.sentiment4j.cli.input;

import org.jspecify.annotations.NullMarked;
