package io.github.sentiment4j.cli;

import io.github.sentiment4j.core.SentimentResult;
import java.time.Duration;

/** One entry and what came of it. */
sealed interface Row {
  Entry entry();

  /**
   * The entry was classified.
   *
   * @param time that the classifier took for the texts of the same window, divided by their number
   */
  record Predicted(Entry entry, SentimentResult result, Duration time) implements Row {}

  /** The entry could not be read or classified. */
  record Failed(Entry entry, Problem problem) implements Row {}
}
