/** Tables, JSON, progress and result files. */
@NullMarked
package io.github.sentiment4j.cli.output;

import org.jspecify.annotations.NullMarked;
