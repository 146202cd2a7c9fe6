/** The reader that turns items and their votes into labelled texts. */
@NullMarked
package io.github.sentiment4j.evaluation.internal.source;

import org.jspecify.annotations.NullMarked;
