/** The options and readers of texts and labelled data. */
package io.github.sentiment4j.cli.input;
