package io.github.sentiment4j.train.data;

import java.util.Objects;
import java.util.Optional;

/**
 * A labelled text that was read and may get into a split.
 *
 * @param heldOut the split that its file is held out for
 */
record Candidate(LabelledText text, Optional<Split> heldOut) {
  Candidate {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(heldOut, "heldOut");
  }
}
