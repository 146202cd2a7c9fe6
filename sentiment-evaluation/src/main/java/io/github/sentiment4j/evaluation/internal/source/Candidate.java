package io.github.sentiment4j.evaluation.internal.source;

import io.github.sentiment4j.evaluation.data.LabelledText;
import io.github.sentiment4j.evaluation.data.Split;
import java.util.Optional;

/**
 * A labelled text that may become part of a split.
 *
 * @param heldOut the split that its file is held out for
 */
public record Candidate(LabelledText text, Optional<Split> heldOut) {}
