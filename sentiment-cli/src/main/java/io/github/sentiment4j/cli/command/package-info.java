/** What all commands share: streams, files, names of options, exit codes. */
package io.github.sentiment4j.cli.command;
