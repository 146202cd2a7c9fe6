/**
 * Makes training sentences from patterns and checks that they share nothing with test sentences;
 * {@link io.github.sentiment4j.corpus.Corpus} is the program.
 */
@NullMarked
package io.github.sentiment4j.corpus;

import org.jspecify.annotations.NullMarked;
