package io.github.sentiment4j.cli;

import io.github.sentiment4j.core.Sentiment;

/**
 * A text and its true label.
 *
 * @param line of the input on which it ends, counted from 1
 */
record LabelledText(String text, Sentiment label, long line) {}
