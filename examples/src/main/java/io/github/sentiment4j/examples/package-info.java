/**
 * Small programs to copy from, each in one class. The first argument is the model file; without
 * arguments it is the one that the environment variable {@code SENTIMENT4J_MODEL} names.
 */
package io.github.sentiment4j.examples;
