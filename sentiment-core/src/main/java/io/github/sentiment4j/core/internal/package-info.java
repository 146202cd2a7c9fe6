/** Helpers of the classifier for the module path. */
@NullMarked
package io.github.sentiment4j.core.internal;

import org.jspecify.annotations.NullMarked;
