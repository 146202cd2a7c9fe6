/** The commands that measure and calibrate a model. */
package io.github.sentiment4j.cli.evaluate;
