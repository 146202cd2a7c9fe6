/** The complaints about data files that the readers and the trainer share. */
@NullMarked
package io.github.sentiment4j.evaluation.internal;

import org.jspecify.annotations.NullMarked;
