/** The command that reports what a machine has and whether it works. */
@NullMarked
package io.github.sentiment4j.cli.doctor;

import org.jspecify.annotations.NullMarked;
