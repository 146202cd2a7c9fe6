/** The command that says what a machine has and whether it works. */
package io.github.sentiment4j.cli.doctor;
