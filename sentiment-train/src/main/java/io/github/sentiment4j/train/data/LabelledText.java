package io.github.sentiment4j.train.data;

import io.github.sentiment4j.core.Sentiment;
import java.util.Objects;

/**
 * A text and its true label.
 *
 * @param text not blank, without white space at its ends
 */
public record LabelledText(String text, Sentiment label) {
  /** Checks that both are there. */
  public LabelledText {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(label, "label");
  }
}
