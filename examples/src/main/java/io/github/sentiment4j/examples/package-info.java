/**
 * Small programs to copy from, each in one class. A model file is an optional argument; without it
 * the programs use the embedded model.
 */
@NullMarked
package io.github.sentiment4j.examples;

import org.jspecify.annotations.NullMarked;
