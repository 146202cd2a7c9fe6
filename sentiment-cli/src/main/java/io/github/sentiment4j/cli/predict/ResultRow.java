package io.github.sentiment4j.cli.predict;

import io.github.sentiment4j.cli.input.InputProblem;
import io.github.sentiment4j.cli.input.InputText;
import io.github.sentiment4j.core.SentimentResult;

/** A text with its result or its problem. */
public sealed interface ResultRow {
  InputText entry();

  /** A text that was classified. */
  record Predicted(InputText entry, SentimentResult result) implements ResultRow {}

  /** A text that could not be read or classified. */
  record Failed(InputText entry, InputProblem problem) implements ResultRow {}
}
