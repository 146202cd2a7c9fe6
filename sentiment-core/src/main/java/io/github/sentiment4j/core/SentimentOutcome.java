package io.github.sentiment4j.core;

import java.util.Objects;

/** The outcome of one text of a list: a result, or the reason why it has none. */
public sealed interface SentimentOutcome {

  /**
   * Returns the result.
   *
   * @throws SentimentException if the text has no result
   */
  SentimentResult orThrow();

  /** The outcome of a text that was classified. */
  record Success(SentimentResult result) implements SentimentOutcome {
    public Success {
      Objects.requireNonNull(result, "result");
    }

    @Override
    public SentimentResult orThrow() {
      return result;
    }
  }

  /** The outcome of a text that could not be classified. It does not affect the other texts. */
  record Failure(SentimentException error) implements SentimentOutcome {
    public Failure {
      Objects.requireNonNull(error, "error");
    }

    @Override
    public SentimentResult orThrow() {
      throw error;
    }
  }
}
