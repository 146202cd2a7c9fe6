/** The listener that all parts of this module report their progress to. */
@NullMarked
package io.github.sentiment4j.model;

import org.jspecify.annotations.NullMarked;
