/** The commands that make and describe model files. */
package io.github.sentiment4j.cli.model;
