/** The command that classifies texts, and the formats of its results. */
package io.github.sentiment4j.cli.predict;
