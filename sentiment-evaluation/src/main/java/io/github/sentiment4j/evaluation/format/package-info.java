/** The formats of data files, the encoding of their text, and the layout of their items. */
@NullMarked
package io.github.sentiment4j.evaluation.format;

import org.jspecify.annotations.NullMarked;
