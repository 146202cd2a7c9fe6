package io.github.sentiment4j.core;

import java.util.Objects;

/** What came of one text of a batch: a result, or the reason why there is none. */
public sealed interface SentimentOutcome {

  /**
   * The result.
   *
   * @throws SentimentException the reason why there is none
   */
  SentimentResult orThrow();

  /** The text was classified. */
  record Success(SentimentResult result) implements SentimentOutcome {
    /** Checks that the result is there. */
    public Success {
      Objects.requireNonNull(result, "result");
    }

    @Override
    public SentimentResult orThrow() {
      return result;
    }
  }

  /** The text could not be classified; the other texts of the batch are not affected. */
  record Failure(SentimentException error) implements SentimentOutcome {
    /** Checks that the error is there. */
    public Failure {
      Objects.requireNonNull(error, "error");
    }

    @Override
    public SentimentResult orThrow() {
      throw error;
    }
  }
}
