/** The commands that prepare data sets and train on them. */
package io.github.sentiment4j.cli.train;
