/** Reports, progress lines and files of results. */
@NullMarked
package io.github.sentiment4j.cli.output;

import org.jspecify.annotations.NullMarked;
