/** The module path as the classifier looks at it. */
@NullMarked
package io.github.sentiment4j.core.internal;

import org.jspecify.annotations.NullMarked;
