package io.github.sentiment4j.evaluation.data;

import io.github.sentiment4j.core.Sentiment;

/**
 * A text and its true label.
 *
 * @param text not blank, without white space at its ends
 */
public record LabelledText(String text, Sentiment label) {}
