/** What all commands share: streams, files, names of options, exit codes. */
@NullMarked
package io.github.sentiment4j.cli.command;

import org.jspecify.annotations.NullMarked;
