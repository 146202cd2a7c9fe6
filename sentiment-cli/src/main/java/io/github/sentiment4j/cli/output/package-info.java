/** Tables, JSON, progress and result files. */
package io.github.sentiment4j.cli.output;
