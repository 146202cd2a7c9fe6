package io.github.sentiment4j.core;

import io.github.sentiment4j.core.spi.TextScore;

/** What came of one text, in a form that every waiting thread can make its own outcome of. */
sealed interface Ending {
  /**
   * The outcome for the calling thread. Exceptions are made here, not where the failure happened:
   * each caller gets one of its own, with the stack trace of its call.
   */
  SentimentOutcome toOutcome();

  /** What the engine gave; exceptions are made here, too. */
  TextScore toScore();

  /**
   * The text was classified.
   *
   * @param score that the result was made of
   */
  record Classified(SentimentResult result, TextScore score) implements Ending {
    @Override
    public TextScore toScore() {
      return score;
    }

    @Override
    public SentimentOutcome toOutcome() {
      return new SentimentOutcome.Success(result);
    }
  }

  /**
   * The text was not classified.
   *
   * @param cause the failure underneath, null if there is none
   */
  record Failed(ErrorCode code, String message, Throwable cause) implements Ending {
    /** A failure that nothing else led to. */
    Failed(ErrorCode code, String message) {
      this(code, message, null);
    }

    /** The failure that {@code thrown} reports. */
    static Failed of(Throwable thrown) {
      return thrown instanceof SentimentException known
          ? new Failed(known.code(), known.detail(), known)
          : new Failed(
              ErrorCode.ENGINE_FAILED,
              "The engine failed with "
                  + thrown
                  + "; its stack trace is the cause of this exception",
              thrown);
    }

    SentimentException toException() {
      return new SentimentException(code, message, cause);
    }

    @Override
    public SentimentOutcome toOutcome() {
      return new SentimentOutcome.Failure(toException());
    }

    @Override
    public TextScore toScore() {
      return new TextScore.Rejected(toException());
    }
  }
}
