package io.github.sentiment4j.cli.predict;

import io.github.sentiment4j.cli.input.Entry;
import io.github.sentiment4j.cli.input.Problem;
import io.github.sentiment4j.core.SentimentResult;

/** One entry and what came of it. */
public sealed interface Row {
  Entry entry();

  /** The entry was classified. */
  record Predicted(Entry entry, SentimentResult result) implements Row {}

  /** The entry could not be read or classified. */
  record Failed(Entry entry, Problem problem) implements Row {}
}
