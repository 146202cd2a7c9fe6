/** Regular expressions that come from files, which anybody may have written. Not exported. */
@NullMarked
package io.github.sentiment4j.model.internal.regex;

import org.jspecify.annotations.NullMarked;
