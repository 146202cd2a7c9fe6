package io.github.sentiment4j.train.data.source;

import io.github.sentiment4j.core.Sentiment;

/**
 * A text and its true label.
 *
 * @param text not blank, without white space at its ends
 */
public record LabelledText(String text, Sentiment label) {}
