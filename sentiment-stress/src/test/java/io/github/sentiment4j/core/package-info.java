/** Stress tests of the line of calls. They see the package-private classes of sentiment-core. */
@NullMarked
package io.github.sentiment4j.core;

import org.jspecify.annotations.NullMarked;
