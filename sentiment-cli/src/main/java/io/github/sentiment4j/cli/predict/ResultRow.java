package io.github.sentiment4j.cli.predict;

import io.github.sentiment4j.cli.input.InputProblem;
import io.github.sentiment4j.cli.input.InputText;
import io.github.sentiment4j.core.SentimentResult;

/** One entry and what came of it. */
public sealed interface ResultRow {
  InputText entry();

  /** The entry was classified. */
  record Predicted(InputText entry, SentimentResult result) implements ResultRow {}

  /** The entry could not be read or classified. */
  record Failed(InputText entry, InputProblem problem) implements ResultRow {}
}
