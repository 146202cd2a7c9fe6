/** The parts that all commands share: streams, files, names of options and exit codes. */
@NullMarked
package io.github.sentiment4j.cli.command;

import org.jspecify.annotations.NullMarked;
